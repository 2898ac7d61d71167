"""Contacts: the people of a studio's audience, one row per studio and address.

States: `known` (bought or was noted, never asked for letters) → `pending` (asked, has not confirmed) → `subscribed` →
`unsubscribed | bounced | complained | erased`. Only `subscribed` ones get letters. What a contact did is in
append-only `ContactEvent`s, whose `key` makes each happen once.

Invariants: an import or a purchase never makes somebody subscribed again who has left; an erased contact keeps neither
address, name, fields nor events, only the keyed hash in `suppression`.
"""
