// The panel beside a picture: [data-panel] links load into #panel by htmx. Here: which one is open, the focus, and closing.
const mark = (chosen) => {
  for (const each of document.querySelectorAll("[data-panel][aria-current]")) each.removeAttribute("aria-current");
  if (chosen) chosen.setAttribute("aria-current", "true");
};

// What is chosen (else where it all begins) stands in the middle of a picture that is wider than its room.
function show() {
  const chosen =
    document.querySelector(".flow-room [aria-current]") ?? document.querySelector(".flow-room .tone-entry .flow-card");
  const room = chosen?.closest(".flow-room");
  if (!room || room.scrollWidth <= room.clientWidth) return;
  const card = chosen.getBoundingClientRect();
  const sight = room.getBoundingClientRect();
  room.scrollLeft += card.left + card.width / 2 - sight.left - sight.width / 2;
}

function close(panel, back) {
  const opener = document.querySelector("[data-panel][aria-current]") ?? (back && document.querySelector(back));
  panel.replaceChildren();
  mark(null);
  opener?.focus();
}

export function wirePanel() {
  show();
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-panel]");
    if (opener) mark(opener);
    const closer = event.target.closest("#panel [data-panel-close]");
    if (!closer) return;
    event.preventDefault();
    close(document.getElementById("panel"), `${closer.hash} [data-panel]`);
  });
  document.addEventListener("keydown", (event) => {
    const panel = document.getElementById("panel");
    if (event.key !== "Escape" || !panel?.firstElementChild || document.querySelector("dialog[open]")) return;
    close(panel);
  });
  // What came anew takes the focus, so that the keyboard goes on there.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "panel") return;
    const panel = event.target;
    if (!panel.firstElementChild) panel.replaceChildren();
    show();
    (panel.querySelector('[role="alert"]') ?? panel.querySelector("#panel-title"))?.focus();
  });
}
