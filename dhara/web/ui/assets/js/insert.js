// <button data-insert="text">: puts the text where the cursor was last, in a field or in the small editor.
export function wireInserts() {
  let field = null;
  let range = null;
  document.addEventListener("focusout", (event) => {
    if (!event.target.matches("input:not([type]), input[type=text], textarea, [contenteditable]")) return;
    field = event.target;
    const selection = getSelection();
    range = field.isContentEditable && selection.rangeCount ? selection.getRangeAt(0) : null;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button || !field?.isConnected) return;
    field.focus();
    if (range) {
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }
    document.execCommand("insertText", false, button.dataset.insert);
    button.closest("details")?.removeAttribute("open");
  });
}
