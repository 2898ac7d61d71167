// Puts a form of Dhara where this script stands, or opens it in a window over the page. Depends on nothing, sets no
// cookie; remembers in this browser alone that a window was closed (30 days) or the form sent (for good).
(() => {
  const form = __CONFIG__;
  const tag = document.currentScript;
  const asked = tag ? tag.dataset : {};
  const place = asked.place || form.place;
  const spoken = asked.lang || (document.documentElement.lang || "").slice(0, 2);
  const lang = spoken === "bn" || spoken === "en" ? spoken : "";
  const words = (each) => each[lang] || each[(navigator.language || "").slice(0, 2)] || each.en || "";
  const memory = "dhara-form-" + form.token;
  const dated = (days) => Date.now() + days * 864e5;

  function remembered() {
    try {
      return Number(localStorage.getItem(memory)) > Date.now();
    } catch {
      return false;
    }
  }
  function remember(days) {
    try {
      localStorage.setItem(memory, String(dated(days)));
    } catch {
      // A browser that keeps nothing asks again.
    }
  }

  function framed(told) {
    const frame = document.createElement("iframe");
    const query = new URLSearchParams({ page: location.href.slice(0, 500) });
    if (lang) query.set("lang", lang);
    frame.src = form.url + "?" + query;
    frame.title = words(form.title);
    frame.loading = place === "popup" ? "eager" : "lazy";
    Object.assign(frame.style, { display: "block", width: "100%", height: "26rem", border: "0", background: "transparent", colorScheme: "normal" });
    addEventListener("message", (event) => {
      if (event.source !== frame.contentWindow || !event.data || event.data.dhara !== "form") return;
      if (event.data.height > 0) frame.style.height = Math.min(event.data.height, 3000) + "px";
      if (event.data.sent) remember(3650);
      told(event.data);
    });
    return frame;
  }

  function inline() {
    const room = document.createElement("div");
    room.className = "dhara-form";
    Object.assign(room.style, { width: "100%", maxWidth: "44rem", margin: "1.5rem auto" });
    room.append(framed(() => {}));
    if (tag && tag.parentNode) tag.parentNode.insertBefore(room, tag);
    else document.body.append(room);
  }

  let open = false;
  function popup() {
    if (open) return;
    open = true;
    const before = document.activeElement;
    const host = document.createElement("div");
    host.className = "dhara-form-window";
    const shade = host.attachShadow({ mode: "open" });
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", words(form.title));
    Object.assign(dialog.style, {
      width: "min(34rem, calc(100vw - 1.5rem))", maxHeight: "calc(100dvh - 1.5rem)", margin: "auto", padding: "0", overflow: "auto",
      border: "0", borderRadius: "20px", background: "transparent", boxShadow: "0 30px 80px rgb(0 0 0 / .35)",
    });
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", words(form.close));
    Object.assign(button.style, {
      position: "absolute", top: "10px", right: "10px", width: "44px", height: "44px", border: "0", borderRadius: "50%",
      font: "26px/1 system-ui, sans-serif", color: "#15272c", background: "rgb(255 255 255 / .85)", cursor: "pointer", zIndex: "1",
    });
    const close = () => dialog.close();
    button.addEventListener("click", close);
    dialog.addEventListener("click", (event) => event.target === dialog && close());
    dialog.addEventListener("close", () => {
      if (!remembered()) remember(30);
      host.remove();
      open = false;
      if (before && before.focus) before.focus();
    });
    dialog.append(button, framed((told) => told.close && close()));
    shade.append(dialog);
    document.body.append(host);
    dialog.showModal();
  }

  // Any link or button of the page with data-dhara-form="<token>" opens the window, whatever was closed before.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest && event.target.closest(`[data-dhara-form="${form.token}"]`);
    if (!opener || !form.open) return;
    event.preventDefault();
    popup();
  });

  function start() {
    if (place !== "popup") return inline();
    if (!form.open || remembered()) return;
    const once = () => open || remembered() || popup();
    const after = Number(asked.after ?? form.after);
    if (after > 0) setTimeout(once, after * 1000);
    if (form.leaving) {
      document.addEventListener("mouseout", (event) => event.relatedTarget === null && event.clientY <= 0 && once());
    }
    if (!after && !form.leaving) once();
  }
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
