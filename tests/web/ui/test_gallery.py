"""The living page shows every component, in both languages, within the rules of the strict policy."""

import re
from pathlib import Path

import brotli
import pytest
from django.test import Client

import dhara.web.ui
from dhara.web.ui import art, icons

UI = Path(dhara.web.ui.__file__).parent
BUDGET = 100 * 1024
# What a page of the market may bring itself; the rest of the budget is the frame of every page.
PAGE = 10 * 1024
FONTS = {
    "en": ["figtree-latin", "hind-siliguri-sign-400", "hind-siliguri-sign-600"],
    "bn": ["figtree-latin", "hind-siliguri-bengali-400", "hind-siliguri-bengali-600", "hind-siliguri-sign-600"],
}


@pytest.fixture(params=["bn", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def page_in(language: str, path: str = "/ui/") -> str:
    response = Client(headers={"Accept-Language": language}).get(path)
    return response.content.decode()


def test_the_living_page_speaks_both_languages(language: str) -> None:
    page = page_in(language)
    assert f'<html lang="{language}"' in page
    assert ("একবার গড়ুন" in page) == (language == "bn")
    assert 'data-theme="dhara"' in page
    assert 'data-theme="dhara-dark"' in page


def test_no_page_carries_inline_styles_or_scripts(language: str) -> None:
    for path in ("/ui/", "/nothing-is-here/"):
        page = page_in(language, path)
        assert not re.search(r"\sstyle=", page)
        assert "<style" not in page
        assert not re.search(r"\son\w+=", page)
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_no_template_of_dhara_carries_inline_styles_or_handlers() -> None:
    for path in (UI.parent).rglob("templates/**/*.html"):
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son(click|submit|change|load)=|javascript:", text), path


def test_every_component_is_on_the_living_page() -> None:
    folder = UI / "templates/cotton"
    names = {str(path.relative_to(folder))[:-5].replace("/", ".").replace("_", "-") for path in folder.rglob("*.html")}
    source = "".join(path.read_text() for path in (UI / "templates/ui").glob("gallery*.html"))
    shown = set(re.findall(r"<c-([\w.-]+)", source))
    assert names - shown == set()


def test_nothing_of_the_component_language_is_left_in_the_page(language: str) -> None:
    page = page_in(language)
    assert "<c-" not in page
    assert "{{" not in page
    assert "{%" not in page


def test_ids_on_the_living_page_are_unique(language: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page_in(language))
    assert sorted(set(ids)) == sorted(ids)


def test_every_field_is_tied_to_its_label_and_error() -> None:
    page = page_in("en")
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    for described in re.findall(r'aria-describedby="([^"]+)"', page):
        assert set(described.split()) <= ids
    labels = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    assert labels
    assert labels <= ids


def test_the_frame_of_a_page_leaves_room_within_the_budget(language: str) -> None:
    page = page_in(language)
    frame = re.sub(r'<div data-theme="dhara" class="card.*</main>', "</main>", page, flags=re.DOTALL)
    assert len(frame) < len(page) / 4
    squeezed = [
        frame.encode(),
        *(path.read_bytes() for path in (UI / "static/css/dhara.css", UI / "static/js/dhara.js")),
    ]
    fonts = sum((UI / f"static/fonts/{name}.woff2").stat().st_size for name in FONTS[language])
    total = sum(len(brotli.compress(part)) for part in squeezed) + fonts + PAGE
    assert total <= BUDGET


def test_an_english_page_does_not_name_bengali_fonts_for_the_taka_sign() -> None:
    faces = (UI / "assets/css/fonts.css").read_text()
    ranges = re.findall(r'font-family: "Hind Siliguri".*?unicode-range: ([^;]+);', faces, re.DOTALL)
    assert ranges
    assert all("9F3" not in range_ and "U+20-" not in range_ for range_ in ranges)


def test_every_icon_and_drawing_can_be_drawn() -> None:
    assert all("<svg" in icons.svg(name, "label") for name in icons.names())
    assert all("<svg" in art.drawing(name) for name in art.names())
    with pytest.raises(KeyError):
        icons.svg("../../config/settings")
