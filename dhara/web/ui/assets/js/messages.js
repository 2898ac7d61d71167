// A conversation that is open: new messages appear by themselves while somebody looks, and cost nothing when there are none.
const list = document.querySelector("[data-talk]");
const PAUSE = 5000;

const mark = () => list.querySelector("[data-mark]")?.dataset.mark ?? "";
const atEnd = () => window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 160;

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch(`${list.dataset.talk}?mark=${encodeURIComponent(mark())}`, { redirect: "error" });
      if (answer.status === 200) {
        const stay = !atEnd();
        list.innerHTML = await answer.text();
        if (!stay) window.scrollTo({ top: document.documentElement.scrollHeight });
      }
      if (answer.status >= 400 && answer.status !== 429) return; // signed out, or not ours any more
    } catch {
      // no network right now: try again
    }
  }
  setTimeout(look, PAUSE);
}

if (list) {
  if (!location.hash) window.scrollTo({ top: document.documentElement.scrollHeight });
  setTimeout(look, PAUSE);
  document.addEventListener("click", (event) => {
    if (event.target.closest('a[href="#report"]')) document.getElementById("report").open = true;
  });
}
for (const form of document.querySelectorAll("[data-talk-form]")) {
  const names = form.querySelector("[data-talk-names]");
  const before = names.textContent;
  const input = form.querySelector("input[type=file]");
  const show = () => {
    names.textContent = input.files.length ? [...input.files].map((each) => each.name).join(", ") : before;
  };
  input.addEventListener("change", show);
  show(); // what was chosen before this script came over a slow line
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}
