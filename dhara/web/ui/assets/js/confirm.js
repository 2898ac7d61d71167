// <form data-confirm="dialog-id">: asks in the dialog first; its [data-yes] button sends the form.
// Without scripts the server's own page of confirmation, or the form itself, does the work.
export function wireConfirm() {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const dialog = form.dataset.confirm && document.getElementById(form.dataset.confirm);
      if (!dialog?.showModal || form.dataset.confirmed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      dialog.querySelector("[data-yes]").onclick = () => {
        form.dataset.confirmed = "1";
        dialog.close();
        form.requestSubmit(event.submitter ?? undefined);
      };
      dialog.showModal();
    },
    true,
  );
}
