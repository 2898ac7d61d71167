// <span data-seconds="540" data-over="words" hidden>: counts down from when the page came, in the page's digits.
// By the seconds that are left, not by the moment: clocks of phones are often wrong.
function shown(seconds, lang) {
  const digits = new Intl.NumberFormat(lang === "bn" ? "bn-u-nu-beng" : "en", { minimumIntegerDigits: 2 });
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.slice(parts[0] ? 0 : 1).map((part) => digits.format(part)).join(":");
}

export function wireTicks() {
  const began = Date.now();
  for (const place of document.querySelectorAll("[data-seconds]")) {
    const tick = () => {
      const left = Number(place.dataset.seconds) - Math.floor((Date.now() - began) / 1000);
      place.hidden = false;
      place.textContent = left > 0 ? shown(left, document.documentElement.lang) : place.dataset.over;
      if (left > 0) return;
      place.classList.add("is-over");
      clearInterval(timer);
    };
    const timer = setInterval(tick, 1000);
    tick();
  }
}
