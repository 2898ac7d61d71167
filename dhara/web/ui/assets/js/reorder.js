// <ol data-reorder>: its rows ([data-reorder-row]) change places by their buttons ([data-reorder-by]) or by the pointer on
// [data-reorder-grip]. What stands in a row goes with it, so the form sends the new order. Without scripts the buttons
// send the form, and the server answers with the rows changed.
// Rows that were taken out (formset.js) are hidden, and count no more.
const rowsOf = (list) => [...list.querySelectorAll(":scope > [data-reorder-row]")].filter((row) => !row.hidden);

function beside(row, by) {
  const rows = rowsOf(row.parentElement);
  return rows[rows.indexOf(row) + by];
}

// The other row moves, so that the one in hand keeps the cursor and the pointer.
function step(row, by) {
  const other = beside(row, by);
  if (!other) return false;
  if (by < 0) row.after(other);
  else row.before(other);
  return true;
}

function settleEnds(list) {
  const rows = rowsOf(list);
  rows.forEach((each, place) => {
    each.querySelector('[data-reorder-by="-1"]').disabled = place === 0;
    each.querySelector('[data-reorder-by="1"]').disabled = place === rows.length - 1;
  });
  return rows;
}

function settle(row) {
  const list = row.closest("[data-reorder]");
  const rows = settleEnds(list);
  const count = new Intl.NumberFormat(document.documentElement.lang);
  const said = list.parentElement.querySelector("[data-reorder-said]");
  const name = row.dataset.reorderName || row.querySelector("input:not([type=hidden]), textarea")?.value || "";
  const words = { name, place: count.format(rows.indexOf(row) + 1), all: count.format(rows.length) };
  if (said) said.textContent = list.dataset.reorderWords.replace(/\{(\w+)\}/g, (_whole, name) => words[name]);
  list.dispatchEvent(new Event("input", { bubbles: true }));
}

function press(event) {
  const button = event.target.closest("[data-reorder] [data-reorder-by]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("[data-reorder-row]");
  if (step(row, Number(button.dataset.reorderBy))) settle(row);
  if (button.disabled) row.querySelector("[data-reorder-by]:not(:disabled)")?.focus();
  else button.focus();
}

function drag(event) {
  const grip = event.target.closest("[data-reorder-grip]");
  if (!grip || event.button) return;
  event.preventDefault();
  const row = grip.closest("[data-reorder-row]");
  const middle = (each) => each.getBoundingClientRect().top + each.offsetHeight / 2;
  let changed = false;
  row.classList.add("dragged");
  const move = ({ clientY }) => {
    while (beside(row, -1) && clientY < middle(beside(row, -1))) changed = step(row, -1);
    while (beside(row, 1) && clientY > middle(beside(row, 1))) changed = step(row, 1);
  };
  const end = () => {
    row.classList.remove("dragged");
    document.removeEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) document.removeEventListener(name, end);
    if (changed) settle(row);
  };
  document.addEventListener("pointermove", move);
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, end);
}

export function wireReorders() {
  document.addEventListener("click", press);
  document.addEventListener("pointerdown", drag);
  document.addEventListener("dhara:rows", (event) => {
    if (event.target.matches("[data-reorder]")) settleEnds(event.target);
  });
}
