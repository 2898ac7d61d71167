// <c-upload>: files go up in pieces (tus), with progress, pause, and another try after a broken connection.
import { Upload } from "tus-js-client";
import sheet from "../../icons/file.svg";
import { token } from "./csrf.js";

const PIECE = 8 * 1024 * 1024;
const TRIES = [0, 1000, 3000, 8000, 20000];

class Row {
  constructor(box, file) {
    this.box = box;
    this.file = file;
    this.build();
    this.upload = new Upload(file, {
      endpoint: box.dataset.upload,
      chunkSize: PIECE,
      retryDelays: TRIES,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, filetype: file.type },
      headers: { "X-CSRFToken": token() },
      onProgress: (sent, all) => this.progress(sent, all),
      onSuccess: (last) => this.success(last?.lastResponse?.getHeader("Dhara-File") ?? ""),
      onError: (error) => this.failure(error),
    });
  }

  build() {
    const words = this.box.dataset;
    this.element = document.createElement("div");
    this.element.className = "file-row";
    this.element.insertAdjacentHTML("afterbegin", sheet.replace("<svg", '<svg class="icon" aria-hidden="true"'));
    const text = document.createElement("div");
    const name = Object.assign(document.createElement("p"), { className: "file-name", textContent: this.file.name });
    this.note = Object.assign(document.createElement("p"), { className: "file-note", textContent: words.wordsWaiting });
    text.append(name, this.note);
    const actions = Object.assign(document.createElement("div"), { className: "actions" });
    this.pause = this.button(words.wordsPause, () => (this.paused ? this.start() : this.stop()));
    this.remove = this.button(words.wordsRemove, () => this.drop());
    actions.append(this.pause, this.remove);
    this.bar = Object.assign(document.createElement("progress"), { className: "progress", max: 100, value: 0 });
    this.bar.setAttribute("aria-label", this.file.name);
    this.element.append(text, actions, this.bar);
    this.box.querySelector("[data-rows]").append(this.element);
  }

  button(label, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-sm", textContent: label });
    button.addEventListener("click", act);
    return button;
  }

  // An upload of the same file that broke earlier is continued where it stopped, even after the page was closed.
  async begin() {
    const earlier = await this.upload.findPreviousUploads();
    if (earlier.length) this.upload.resumeFromPreviousUpload(earlier[0]);
    this.start();
  }

  start() {
    this.paused = false;
    this.pause.textContent = this.box.dataset.wordsPause;
    this.note.textContent = this.box.dataset.wordsSending;
    this.upload.start();
  }

  stop() {
    this.paused = true;
    this.upload.abort();
    this.pause.textContent = this.box.dataset.wordsResume;
    this.note.textContent = this.box.dataset.wordsPaused;
  }

  drop() {
    this.upload.abort(true).catch(() => {});
    this.element.remove();
  }

  progress(sent, all) {
    const percent = all ? Math.floor((sent / all) * 100) : 100;
    this.bar.value = percent;
    const shown = new Intl.NumberFormat(document.documentElement.lang).format(percent);
    this.note.textContent = `${this.box.dataset.wordsSending} · ${shown}%`;
  }

  success(stored) {
    this.bar.value = 100;
    this.note.textContent = this.box.dataset.wordsDone;
    this.pause.remove();
    this.remove.remove();
    const id = this.upload.url.replace(/\/$/, "").split("/").pop();
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "upload", value: id });
    this.element.append(hidden);
    this.box.dispatchEvent(new CustomEvent("dhara:uploaded", { bubbles: true, detail: { id, file: stored, name: this.file.name } }));
    if (this.box.dataset.done) finish(this.box);
  }

  failure(error) {
    const answer = error.originalResponse;
    const refused = answer && answer.getStatus() >= 400 && answer.getStatus() < 500;
    let reason = "";
    try {
      reason = JSON.parse(answer.getBody()).title ?? "";
    } catch {
      reason = "";
    }
    this.note.textContent = refused ? reason || this.box.dataset.wordsRefused : this.box.dataset.wordsFailed;
    if (refused) this.pause.remove();
    else {
      this.paused = true;
      this.pause.textContent = this.box.dataset.wordsResume;
    }
  }
}

// When all files of the box are up, its form tells the server which they are.
function finish(box) {
  const waiting = [...box.querySelectorAll(".file-row progress")].some((bar) => bar.value < 100);
  if (!waiting) document.getElementById(box.dataset.done)?.requestSubmit();
}

export function wireUploads(root = document) {
  for (const box of root.querySelectorAll("[data-upload]")) {
    if (!box.dataset.upload || box.dataset.wired) continue;
    box.dataset.wired = "1";
    const input = box.querySelector("input[type=file]");
    const drop = box.querySelector(".upload-drop");
    const take = (files) => [...files].forEach((file) => new Row(box, file).begin());
    const chosen = () => {
      if (!input.files.length) return;
      take(input.files);
      input.value = "";
      input.required = false;
    };
    input.addEventListener("change", chosen);
    chosen(); // what was chosen before this script came over a slow line
    for (const name of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.toggle("over", name === "dragover");
        if (name === "drop") take(event.dataTransfer.files);
      });
    }
  }
}
