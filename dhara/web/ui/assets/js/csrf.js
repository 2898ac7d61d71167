// The token that Django wants with every request that changes something; pages of the studio carry it in a meta tag.
export const token = () => document.querySelector('meta[name="csrf"]')?.content ?? "";
