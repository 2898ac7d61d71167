// What every page loads: small, and nothing on a page depends on it.
import { wireTheme } from "./theme.js";
import { wireMenus } from "./menus.js";
import { wireDialogs } from "./dialogs.js";
import { wireCopy } from "./copy.js";
import { wireConfirm } from "./confirm.js";
import { wireForms } from "./forms.js";
import { wireHearts } from "./heart.js";

document.documentElement.classList.add("js");
wireTheme();
wireMenus();
wireDialogs();
wireCopy();
wireConfirm();
wireHearts();
wireForms();
// Where the tabs are wider than the screen, the one we are on is in sight.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const bar = tab.parentElement;
  bar.scrollLeft += tab.getBoundingClientRect().right + 24 - bar.getBoundingClientRect().right;
}
