// Inside the frame: tells the page around how tall it is, and when the form was sent. Nothing else is ever told.
const main = document.getElementById("main");
const tell = (what) => parent.postMessage({ dhara: "form", ...what }, "*");
const height = () => tell({ height: Math.ceil(main.getBoundingClientRect().height) });
new ResizeObserver(height).observe(main);
height();
if (main.hasAttribute("data-sent")) tell({ sent: true });
addEventListener("keydown", (event) => {
  if (event.key === "Escape") tell({ close: true });
});
document.querySelector('[role="alert"]')?.focus();
