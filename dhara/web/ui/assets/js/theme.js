// The theme switch works as a form; with scripts it answers at once and the form is not sent.
const YEAR = 31536000;

export function wireTheme(root = document) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-theme-form]")) return;
    event.preventDefault();
    const html = document.documentElement;
    const dark = html.dataset.theme
      ? html.dataset.theme === "dhara-dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    const next = dark ? "light" : "dark";
    html.dataset.theme = next === "dark" ? "dhara-dark" : "dhara";
    const secure = location.protocol === "https:" ? ";secure" : "";
    document.cookie = `theme=${next};path=/;max-age=${YEAR};samesite=lax${secure}`;
    const shown = form.querySelector(`[data-turns="${dark ? "dark" : "light"}"]`);
    if (shown) shown.focus();
  });
}
