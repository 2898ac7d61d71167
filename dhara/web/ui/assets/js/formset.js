// Rows of a formset: <div data-formset="prefix"> with [data-formset-rows], <template> and a [data-formset-add] button.
// Without scripts the server sends some empty rows.
export function wireFormsets() {
  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-formset-add]");
    if (add) {
      event.preventDefault();
      const set = add.closest("[data-formset]");
      const total = set.querySelector(`[name="${set.dataset.formset}-TOTAL_FORMS"]`);
      const row = set.querySelector("template").content.cloneNode(true);
      const holder = document.createElement("div");
      holder.append(row);
      holder.innerHTML = holder.innerHTML.replaceAll("__prefix__", total.value);
      total.value = Number(total.value) + 1;
      const first = holder.firstElementChild;
      set.querySelector("[data-formset-rows]").append(...holder.children);
      first?.querySelector("input, select, textarea")?.focus();
    }
    const remove = event.target.closest("[data-formset-remove]");
    if (remove) {
      const row = remove.closest("[data-formset-row]");
      const mark = row.querySelector('[name$="-DELETE"]');
      if (mark) mark.checked = true;
      row.hidden = true;
    }
  });
}
