// Rows of a formset: <div data-formset="prefix"> with [data-formset-rows], <template> and a [data-formset-add] button;
// data-formset-most is how many there may be. Without scripts the server sends the form again with one row more.
const rowsOf = (set) => [...set.querySelectorAll("[data-formset-row]")].filter((row) => !row.hidden);

function settle(set) {
  const add = set.querySelector("[data-formset-add]");
  const most = Number(set.dataset.formsetMost);
  if (add && most) add.disabled = rowsOf(set).length >= most;
  set.querySelector("[data-formset-rows]").dispatchEvent(new Event("dhara:rows", { bubbles: true }));
}

// A page or a part of it has arrived: where there are as many rows as may be, none is added.
export function settleFormsets(root) {
  for (const set of root.querySelectorAll("[data-formset-most]")) settle(set);
}

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
      first?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      settle(set);
    }
    const remove = event.target.closest("[data-formset-remove]");
    if (remove) {
      const row = remove.closest("[data-formset-row]");
      const set = row.closest("[data-formset]");
      const mark = row.querySelector('[name$="-DELETE"]');
      const next = rowsOf(set)[rowsOf(set).indexOf(row) + 1];
      if (mark) mark.checked = true;
      row.hidden = true;
      settle(set);
      // The cursor was on what is gone now.
      (next?.querySelector("[data-formset-remove]") ?? set.querySelector("[data-formset-add]"))?.focus();
    }
  });
}
