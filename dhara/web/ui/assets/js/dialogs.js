// data-opens="id" opens a dialog; data-closes closes it. Without scripts <c-dialog> is a <details>.
export function wireDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog?.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    if (event.target.closest("[data-closes]") || event.target.matches("dialog[open]")) {
      event.target.closest("dialog")?.close();
    }
  });
}
