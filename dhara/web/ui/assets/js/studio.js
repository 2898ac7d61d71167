// The seller's workplace: partial updates, uploads, the editor. Loaded by base_studio.html only.
import htmx from "htmx.org";
import { startAlpine } from "./alpine.js";
import { token } from "./csrf.js";
import { wireEditors } from "./editor.js";
import { wireFormsets } from "./formset.js";
import { wireUploads } from "./upload.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});
htmx.onLoad((root) => {
  wireUploads(root);
  wireEditors(root);
});
wireFormsets();
startAlpine();
