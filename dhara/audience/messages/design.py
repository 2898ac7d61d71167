"""How a letter looks: 600 pixels, the studio's head, a sheet of paper, a foot that says who writes and how to leave.

MJML is only the frame: every word and address is held back while `mrml` works and put in its place afterwards, so that
nothing that people write can be taken for markup. Light and dark; fonts of the system that carry Bengali.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Final

import mrml
from django.utils.translation import gettext as _

from dhara.audience.messages.material import Colour, Material

_BENGALI: Final = "'Noto Sans Bengali','Hind Siliguri','Kohinoor Bangla','Nirmala UI'"
_LATIN: Final = "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial"
FONTS: Final = {"bn": f"{_BENGALI},{_LATIN},sans-serif", "en": f"{_LATIN},{_BENGALI},sans-serif"}
GROUND, PAPER, INK, SOFT, LINE = "#f6f0e4", "#fffdf9", "#15272c", "#5d6a68", "#e4d9c4"
# Without this, fonts whose names it knows would be loaded from elsewhere.
_OPTIONS: Final = mrml.RenderOptions(fonts={})
_HELD: Final = re.compile(r"zqheld(\d+)zq")
_STYLE: Final = """
:root {{ color-scheme: light dark; supported-color-schemes: light dark; }}
.words p:last-child, .words ul:last-child, .words ol:last-child {{ margin-bottom: 0 !important; }}
@media only screen and (max-width: 479px) {{
  .sheet > table > tbody > tr > td {{ padding: 24px 6px !important; }}
  .button table, .button a {{ width: 100% !important; box-sizing: border-box; }}
  .title div {{ font-size: 23px !important; }}
}}
@media (prefers-color-scheme: dark) {{
  body, .ground {{ background-color: #0f1c20 !important; }}
  .sheet, .sheet > table, .sheet > table > tbody > tr > td {{ background: #15272c !important; }}
  .sheet > table > tbody > tr > td {{ border-color: #2a4147 !important; }}
  .words div, .words td, .words p, .words li, .price div {{ color: #efe9dc !important; }}
  .title div, .title h1, .title h2, .brand a, .words a, .offer-title a {{ color: {night} !important; }}
  .soft div, .soft a, .soft td, .by div {{ color: #b3beb6 !important; }}
  .quote div, .rule p {{ border-color: #3a545a !important; }}
  .button td, .button a {{ background: {night} !important; color: {on_night} !important; }}
}}
""".strip()


@dataclass(slots=True)
class Sheet:
    """The letter's MJML while it is written: `hold` gives what stands in for words and addresses."""

    language: str
    material: Material
    held: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)

    @property
    def colour(self) -> Colour:
        return self.material.colour

    def hold(self, html: str) -> str:
        self.held.append(html)
        return f"zqheld{len(self.held) - 1}zq"

    def words(self, html: str, css: str = "words", **attributes: str) -> str:
        given = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
        return f'<mj-text css-class="{css}"{given}>{self.hold(html)}</mj-text>'

    def button(self, label: str, url: str) -> str:
        return (
            f'<mj-button css-class="button" href="{self.hold(url)}" background-color="{self.colour.day}" '
            f'color="{self.colour.on_day}">{self.hold(label)}</mj-button>'
        )

    def picture(self, url: str, alt: str, width: int, href: str = "", **attributes: str) -> str:
        given = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
        link = f' href="{self.hold(href)}"' if href else ""
        source = self.hold(escape(url))
        return f'<mj-image src="{source}" alt="{self.hold(escape(alt))}" width="{width}px"{link}{given} />'

    def finish(self, *, title: str, preheader: str, head: str, foot: str, after: str) -> str:
        """The whole HTML; `title` and `preheader` are HTML, `after` stands at the end of the body."""
        body = "".join(self.rows)
        mjml = (
            f'<mjml lang="{self.language}" dir="ltr">{self._head(title, preheader)}'
            f'<mj-body width="600px" background-color="{GROUND}" css-class="ground">{head}'
            f'<mj-section css-class="sheet" background-color="{PAPER}" border="1px solid {LINE}" border-radius="16px" '
            f'padding="34px 14px"><mj-column>{body}</mj-column></mj-section>{foot}</mj-body></mjml>'
        )
        html = _HELD.sub(lambda found: self.held[int(found[1])], mrml.to_html(mjml, render_options=_OPTIONS).content)
        return html.replace("</body>", f"{after}</body>")

    def _head(self, title: str, preheader: str) -> str:
        style = _STYLE.format(night=self.colour.night, on_night=self.colour.on_night)
        # Signs that show nothing keep the words of the letter out of the line below its subject.
        shown = preheader + "&#847;&zwnj;&nbsp;" * 24 if preheader else ""
        return (
            f"<mj-head><mj-title>{self.hold(title)}</mj-title><mj-preview>{self.hold(shown)}</mj-preview>"
            f'<mj-attributes><mj-all font-family="{FONTS[self.language]}" />'
            f'<mj-text font-size="16px" line-height="1.65" color="{INK}" padding="0 24px 16px" />'
            '<mj-button border-radius="10px" font-size="16px" font-weight="600" inner-padding="14px 28px" '
            'line-height="1.4" align="left" padding="8px 24px 24px" />'
            '<mj-image padding="4px 24px 20px" border-radius="10px" fluid-on-mobile="true" />'
            f'<mj-divider border-width="1px" border-color="{LINE}" padding="10px 24px 26px" /></mj-attributes>'
            '<mj-raw><meta name="color-scheme" content="light dark" />'
            '<meta name="supported-color-schemes" content="light dark" /></mj-raw>'
            f"<mj-style>{style}</mj-style></mj-head>"
        )

    def letterhead(self) -> str:
        """Picture and name of the studio, above the sheet."""
        name, url = escape(self.material.name), escape(self.material.url)
        logo = (
            f'<td style="padding-right:12px"><img src="{escape(self.material.logo)}" width="44" height="44" alt="" '
            'style="border-radius:22px;display:block"></td>'
            if self.material.logo
            else ""
        )
        words = (
            f'<table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr>{logo}<td class="brand">'
            f'<a href="{url}" style="color:{self.colour.day};text-decoration:none;font-weight:700;font-size:20px">'
            f"{name}</a></td></tr></table>"
        )
        text = self.words(words, "brand", padding="0 10px 4px")
        return f'<mj-section padding="26px 0 12px"><mj-column>{text}</mj-column></mj-section>'

    def footer(self, *, why: str, unsubscribe: str, preferences: str) -> str:
        """Why the reader gets this, the ways out, and who writes."""
        link = f'<a class="soft" style="color:{SOFT}" href="%s">%s</a>'
        ways = " · ".join(
            link % (url, escape(words))
            for url, words in ((unsubscribe, _("Unsubscribe")), (preferences, _("What I want to get")))
            if url
        )
        sender = escape(self.material.sender).replace("\n", "<br>") or escape(self.material.name)
        html = f"{escape(why)}<br>{ways}<br><br>{sender}"
        text = self.words(html, "soft", font_size="13px", color=SOFT, align="center", padding="0 24px")
        return f'<mj-section padding="22px 0 40px"><mj-column>{text}</mj-column></mj-section>'
