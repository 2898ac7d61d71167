"""What a person sees of a page: its words, links and forms, read from the HTML as it came over the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "template", "svg"}


@dataclass
class Form:
    """A form with what it would send as it is. `choices` are the values that a field offers.

    `buttons` are names and values; `ways` the addresses that buttons send it to instead of `action`.
    """

    action: str
    method: str
    multipart: bool
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    ways: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Link:
    address: str
    words: str


@dataclass
class Page:
    """`status`, `address` (after redirects), `html`, and what was read from it."""

    status: int
    address: str
    html: str
    title: str = ""
    words: str = ""
    links: list[Link] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)

    def link(self, part: str) -> Link:
        """The first link whose address or words hold `part`. Raises LookupError, listing what there is."""
        for link in self.links:
            if part in link.address or part in link.words:
                return link
        raise LookupError(f"no link “{part}” on {self.address}; there are {[link.address for link in self.links]}")

    def form(self, part: str) -> Form:
        """The form whose address is `part`, or the first whose address holds it, or that has a field of that name."""
        exact = [form for form in self.forms if urlsplit(form.action).path == part]
        for form in exact or self.forms:
            if part in form.action or part in form.names:
                return form
        raise LookupError(f"no form “{part}” on {self.address}; there are {[form.action for form in self.forms]}")


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.form: Form | None = None
        self.silent = 0
        self.href: str | None = None
        self.heard: list[str] = []
        self.all: list[str] = []
        self.in_title = False
        self.area: str | None = None
        self.select: str | None = None
        self.many = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent += tag not in VOID
        elif tag == "title":
            self.in_title = True
        elif tag == "a" and "href" in at:
            self.href, self.heard = urljoin(self.page.address, at["href"]), []
        elif tag == "form":
            action = urljoin(self.page.address, at.get("action") or self.page.address)
            self.form = Form(action, at.get("method", "get").lower(), "multipart" in at.get("enctype", ""))
            self.page.forms.append(self.form)
        elif tag == "meta":
            self.page.meta[at.get("name") or at.get("http-equiv", "")] = at.get("content", "")
        elif self.form is not None and not self.silent:  # what lies in a template is not there yet
            self._field(tag, at)

    def _field(self, tag: str, at: dict[str, str]) -> None:
        form, name = self.form, at.get("name", "")
        assert form is not None
        if "formaction" in at:
            form.ways.append(urljoin(self.page.address, at["formaction"]))
        if tag == "option" and self.select:
            form.choices.setdefault(self.select, []).append(at.get("value", ""))
            if "selected" in at:
                before = form.values.get(self.select, ()) if self.many else ()
                form.values[self.select] = [*before, at.get("value", "")]
            return
        if not name or "disabled" in at:
            return
        form.names.add(name)
        kind = at.get("type", "text").lower()
        if tag == "button" or kind == "submit":
            form.buttons.append((name, at.get("value", "")))
        elif tag == "textarea":
            self.area = name
            form.values[name] = [""]
        elif tag == "select":
            self.select, self.many = name, "multiple" in at
        elif kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(at.get("value", "on"))
            if "checked" in at:
                form.values.setdefault(name, []).append(at.get("value", "on"))
        elif tag == "input" and kind != "file":
            form.values.setdefault(name, []).append(at.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "title":
            self.in_title = False
        elif tag == "a" and self.href is not None:
            self.page.links.append(Link(self.href, " ".join("".join(self.heard).split())))
            self.href = None
        elif tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self._default()
            self.select = None

    def _default(self) -> None:
        """A list without a chosen option sends its first, one of which several may be chosen nothing."""
        if self.form and self.select and not self.many and self.select not in self.form.values:
            self.form.values[self.select] = self.form.choices.get(self.select, [""])[:1]

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.page.title += data
        elif self.area and self.form:
            # HTML drops the line break right after the opening tag.
            self.form.values[self.area][0] += data.removeprefix("\n") if not self.form.values[self.area][0] else data
        elif not self.silent:
            self.all.append(data)
            self.heard.append(data)


def read(status: int, address: str, html: str) -> Page:
    page = Page(status, address, html)
    reader = _Reader(page)
    reader.feed(html)
    reader.close()
    page.words = " ".join(" ".join(reader.all).split())
    return page
