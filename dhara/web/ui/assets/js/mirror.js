// <strong data-shows="field-id">: shows what is typed there, at once. data-as="slug": as a part of an address.
// While the field is empty it shows data-otherwise-text; while it is untouched, the field named by data-otherwise.
const BENGALI = /[\u0980-\u09ff]/;

function slug(text) {
  const bare = text.normalize("NFC").replace(/[\u200c\u200d']/g, "");
  const plain = [...bare].map((sign) => (BENGALI.test(sign) ? sign : sign.normalize("NFKD").replace(/\p{Mn}/gu, ""))).join("");
  return plain.toLowerCase().replace(/[^a-z0-9\u0980-\u09ff]+/g, "-").replace(/^-|-$/g, "").slice(0, 110);
}

function words(shown) {
  const field = document.getElementById(shown.dataset.shows);
  const other = document.getElementById(shown.dataset.otherwise);
  const untouched = field.value === field.defaultValue;
  const text = other && untouched && other.value !== other.defaultValue ? other.value : field.value;
  return shown.dataset.as === "slug" ? slug(text) : text || shown.dataset.otherwiseText || "";
}

export function wireMirrors() {
  document.addEventListener("input", ({ target }) => {
    if (!target.id) return;
    for (const shown of document.querySelectorAll("[data-shows]")) {
      if ([shown.dataset.shows, shown.dataset.otherwise].includes(target.id)) shown.textContent = words(shown);
    }
  });
}
