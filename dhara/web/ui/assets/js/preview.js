// <form data-preview="address" data-preview-frame="id">: shows in the frame what the server makes of what is typed.
export function wirePreviews() {
  for (const form of document.querySelectorAll("form[data-preview]")) {
    const frame = document.getElementById(form.dataset.previewFrame);
    let waiting = 0;
    let asked = 0;
    const show = async () => {
      const mine = ++asked;
      const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
      const page = answer?.ok ? await answer.text() : "";
      if (page && mine === asked) frame.srcdoc = page;
    };
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, 350);
    });
    show();
  }
}
