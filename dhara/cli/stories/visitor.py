"""Somebody with a browser: opens pages, fills in forms, follows links, keeps cookies. No JavaScript, no shortcuts."""

from __future__ import annotations

import secrets
import sys
import time
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from dhara.cli.stories.page import Form, Page, read
from dhara.cli.stories.patience import PATIENCE


class Broken(Exception):
    """The journey can not go on; says what was expected and what was seen."""


class Visitor:
    """`page` is what is on the screen. Every step answers it, and raises Broken where a person would be stuck."""

    def __init__(self, base: str, language: str = "en", *, name: str = "visitor") -> None:
        self.base, self.name = base.rstrip("/"), name
        self.client = httpx.Client(
            base_url=self.base,
            transport=_from_home(self.base),
            follow_redirects=True,
            timeout=30,
            headers={"Accept-Language": language, "User-Agent": "Mozilla/5.0 (Linux; Android 14) Dhara-story"},
        )
        self.page: Page = read(0, self.base, "")

    def open(self, address: str, *, expect: int = 200) -> Page:
        return self._seen(self.client.get(urljoin(self.base + "/", address)), expect)

    def follow(self, part: str) -> Page:
        """Click the first link whose address or words hold `part`."""
        try:
            return self.open(self.page.link(part).address)
        except LookupError as missing:
            raise Broken(str(missing)) from missing

    def fill(
        self,
        part: str,
        *,
        press: str = "",
        expect: int = 200,
        files: Any = None,
        added: dict[str, str] | None = None,
        **typed: Any,
    ) -> Page:
        """Fill in the form that `part` names and send it; `press` is the name or value of the button to press, or a
        part of the address that it sends the form to.

        `added` are fields that a script of the page would have put there, such as the id of an upload.
        """
        try:
            form = self.page.form(part)
        except LookupError as missing:
            raise Broken(str(missing)) from missing
        values = {**form.values, **{name: _list(value) for name, value in typed.items()}}
        unknown = set(typed) - form.names
        if unknown:
            raise Broken(f"the form {form.action} has no field {sorted(unknown)}, only {sorted(form.names)}")
        values |= {name: [value] for name, value in (added or {}).items()}
        way = next((each for each in form.ways if press and press in each), "")
        if press and not way:
            values |= self._button(form, press)
        return self._send(form, values, files, expect, way or form.action)

    def _button(self, form: Form, press: str) -> dict[str, list[str]]:
        for name, value in form.buttons:
            if press in (name, value):
                return {name: [value]}
        raise Broken(f"the form {form.action} has no button “{press}”, only {form.buttons} and {form.ways}")

    def _send(self, form: Form, values: dict[str, list[str]], files: Any, expect: int, address: str) -> Page:
        if form.method == "get":
            return self._seen(self.client.get(address, params=values), expect)
        # Django's protection asks where a form over https comes from; browsers say so.
        headers = {"Origin": self.base, "Referer": self.page.address}
        if form.multipart or files:
            parts = [(name, (None, each)) for name, many in values.items() for each in many]
            parts += [(name, part) for name, part in (files or {}).items()]
            return self._seen(self.client.post(address, files=parts, headers=headers), expect)
        return self._seen(self.client.post(address, data=values, headers=headers), expect)

    def _seen(self, answer: httpx.Response, expect: int) -> Page:
        kind = answer.headers.get("content-type", "")
        text = answer.text if kind.startswith(("text/", "application/json")) else ""
        self.page = read(answer.status_code, str(answer.url), text)
        if answer.status_code != expect:
            raise Broken(f"{answer.request.method} {answer.url}: {answer.status_code}: {self.page.words[:600]}")
        return self.page

    def see(self, *words: str) -> None:
        """Every one of `words` stands on the page."""
        for each in words:
            if each not in self.page.words and each not in self.page.title:
                raise Broken(f"“{each}” is not on {self.page.address}: {self.page.words[:900]}")

    def wait_for(self, *words: str, seconds: float = PATIENCE) -> None:
        """Look at the page again, as it tells the browser to itself, until `words` stand on it."""
        until = time.monotonic() + seconds
        while not all(each in self.page.words for each in words):
            if time.monotonic() > until:
                self.see(*words)
            time.sleep(0.2)
            _pause, _url, target = self.page.meta.get("refresh", "").partition("url=")
            self.open(urljoin(self.page.address, target) if target else self.page.address)

    def fetch(self, address: str, *, start: int | None = None, end: int | None = None) -> httpx.Response:
        """Bytes of a file, whole or a range (both ends included)."""
        headers = {} if start is None else {"Range": f"bytes={start}-{'' if end is None else end}"}
        return self.client.get(urljoin(self.base + "/", address), headers=headers)

    def close(self) -> None:
        self.client.close()


def _from_home(base: str) -> httpx.HTTPTransport | None:
    """At this machine's own Dhara every visitor comes from another address, as people do: what is counted by address
    is counted for each of them. Elsewhere, and where only one such address can be had, all come from the same.
    """
    if sys.platform != "linux" or urlsplit(base).hostname not in ("localhost", "127.0.0.1"):
        return None
    parts = (secrets.randbelow(254) + 1 for _part in range(3))
    return httpx.HTTPTransport(local_address=".".join(["127", *(str(part) for part in parts)]))


def _list(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
