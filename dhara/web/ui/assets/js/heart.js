// <form data-heart>: what it says is sent without leaving the page; the answer is the same form, as it stands now.
export function wireHearts() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-heart]")) return;
    event.preventDefault();
    const name = event.submitter?.name;
    const body = new URLSearchParams(name ? { [name]: event.submitter.value } : {});
    try {
      const answer = await fetch(form.action, { method: "POST", headers: { "X-Requested-With": "heart" }, body });
      if (!answer.ok) throw answer;
      const holder = document.createElement("template");
      holder.innerHTML = await answer.text();
      const fresh = holder.content.firstElementChild;
      form.replaceWith(fresh);
      fresh.querySelector("button").focus();
    } catch {
      form.submit();
    }
  });
}
