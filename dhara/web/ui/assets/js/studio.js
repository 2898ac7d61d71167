// The seller's workplace: partial updates, uploads, the editor. Loaded by base_studio.html only.
import htmx from "htmx.org";
import { startAlpine } from "./alpine.js";
import { token } from "./csrf.js";
import { wireEditors } from "./editor.js";
import { settleFormsets, wireFormsets } from "./formset.js";
import { wireInserts } from "./insert.js";
import { wireMirrors } from "./mirror.js";
import { wirePanel } from "./panel.js";
import { wirePreviews } from "./preview.js";
import { wireReorders } from "./reorder.js";
import { wireTicks } from "./ticks.js";
import { wireReview } from "./review.js";
import { wireUploads } from "./upload.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});
// A refusal (422) is the form again with what is wrong; other refusals name the place where they want to be shown.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 422 || xhr.getResponseHeader("HX-Retarget")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
// Nothing came back, or nothing that can be shown: say so, and leave what was typed.
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => {
    const box = document.getElementById("trouble");
    box?.replaceChildren(document.getElementById("trouble-words").content.cloneNode(true));
    box?.scrollIntoView({ block: "center" });
  });
}
htmx.onLoad((root) => {
  wireUploads(root);
  wireEditors(root);
  settleFormsets(root);
  root.querySelector('[role="alert"][tabindex="-1"]')?.focus();
});
wireFormsets();
wireInserts();
wireMirrors();
wirePanel();
wirePreviews();
wireReorders();
wireTicks();
wireReview();
startAlpine();
