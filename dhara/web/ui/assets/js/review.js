// <div data-review>: keys press what has them ([data-key]): a button, a link, or a part that opens. Not while one types.
export function wireReview() {
  document.addEventListener("keydown", (event) => {
    const box = document.querySelector("[data-review]");
    if (!box || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select")) return;
    const found = [...box.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key.toLowerCase());
    if (!found) return;
    event.preventDefault();
    if (found.matches("details")) {
      found.open = true;
      found.querySelector("input:not([type=hidden]), textarea")?.focus();
    } else found.click();
  });
}
