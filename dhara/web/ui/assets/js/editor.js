// <textarea data-editor>: a small editor for descriptions. The textarea stays the field that is sent, and the server
// cleans what it gets. Every tool has its words in data-words-… so that it speaks the reader's language.
import bold from "../../icons/bold.svg";
import heading from "../../icons/heading.svg";
import italic from "../../icons/italic.svg";
import chain from "../../icons/link.svg";
import list from "../../icons/list.svg";
import numbers from "../../icons/list-ordered.svg";
import quote from "../../icons/quote.svg";

const TOOLS = [
  ["bold", bold, () => document.execCommand("bold")],
  ["italic", italic, () => document.execCommand("italic")],
  ["heading", heading, () => block("h3")],
  ["list", list, () => document.execCommand("insertUnorderedList")],
  ["numbers", numbers, () => document.execCommand("insertOrderedList")],
  ["quote", quote, () => block("blockquote")],
  ["link", chain, link],
];
const KEEP = { B: "strong", STRONG: "strong", I: "em", EM: "em", H2: "h3", H3: "h3", H4: "h3", UL: "ul", OL: "ol", LI: "li", BLOCKQUOTE: "blockquote", A: "a", P: "p", DIV: "p", BR: "br" };

function block(tag) {
  const now = document.queryCommandValue("formatBlock").toLowerCase();
  document.execCommand("formatBlock", false, now === tag ? "p" : tag);
}

function link(editor) {
  const url = prompt(editor.dataset.wordsUrl, "https://");
  if (url && /^(https?:\/\/|mailto:)/i.test(url)) document.execCommand("createLink", false, url);
}

// Only the tags we know, without attributes but a link's address.
export function clean(node) {
  const out = document.createDocumentFragment();
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) out.append(child.textContent);
    if (child.nodeType !== Node.ELEMENT_NODE) continue;
    const tag = KEEP[child.tagName];
    const inner = clean(child);
    if (!tag) {
      out.append(inner);
      continue;
    }
    const kept = document.createElement(tag);
    const address = child.getAttribute("href");
    if (tag === "a" && /^(https?:|mailto:)/i.test(address ?? "")) kept.setAttribute("href", address);
    kept.append(inner);
    out.append(kept);
  }
  return out;
}

export function toHtml(node) {
  const box = document.createElement("div");
  box.append(clean(node));
  return box.textContent.trim() ? box.innerHTML : "";
}

function build(area) {
  const parse = (html) => new DOMParser().parseFromString(html, "text/html").body;
  const editor = Object.assign(document.createElement("div"), { className: "editor" });
  Object.assign(editor.dataset, area.dataset);
  const bar = Object.assign(document.createElement("div"), { className: "editor-bar" });
  bar.setAttribute("role", "toolbar");
  const text = Object.assign(document.createElement("div"), { className: "editor-text prose", contentEditable: "true" });
  text.setAttribute("role", "textbox");
  text.setAttribute("aria-multiline", "true");
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(name)) text.setAttribute(name, area.getAttribute(name));
  }
  const label = document.querySelector(`label[for="${area.id}"]`);
  if (label) {
    label.id ||= `${area.id}_label`;
    text.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => text.focus());
  }
  const plain = area.value && !/<\w/.test(area.value);
  if (plain) area.value.split(/\n{2,}/).forEach((part) => text.append(Object.assign(document.createElement("p"), { textContent: part })));
  else text.append(clean(parse(area.value)));
  const keep = () => (area.value = toHtml(text));
  for (const [name, sign, act] of TOOLS) {
    const words = area.dataset[`words${name[0].toUpperCase()}${name.slice(1)}`] ?? name;
    const tool = Object.assign(document.createElement("button"), { type: "button", innerHTML: sign, title: words });
    tool.setAttribute("aria-label", words);
    tool.addEventListener("click", () => {
      text.focus();
      act(editor);
      keep();
    });
    bar.append(tool);
  }
  text.addEventListener("input", keep);
  text.addEventListener("paste", (event) => {
    event.preventDefault();
    const html = event.clipboardData.getData("text/html");
    if (html) {
      const box = document.createElement("div");
      box.append(clean(parse(html)));
      document.execCommand("insertHTML", false, box.innerHTML);
    } else document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  document.execCommand("defaultParagraphSeparator", false, "p");
  editor.append(bar, text);
  area.hidden = true;
  area.required = false;
  area.after(editor);
}

export function wireEditors(root = document) {
  for (const area of root.querySelectorAll("textarea[data-editor]")) {
    if (!area.dataset.wired) {
      area.dataset.wired = "1";
      build(area);
    }
  }
}
