"""Filters and tags that every template knows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from dhara.kit import clock
from dhara.kit.currency import Money
from dhara.web.ui import charts
from dhara.web.ui.cards import OfferCard, card, grid

AT = datetime(2025, 4, 9, 9, 30, tzinfo=UTC)


def render(source: str, language: str = "en", **context: Any) -> str:
    with translation.override(language):
        return Template(source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("source", "value", "english", "bengali"),
    [
        ("{{ v|money }}", Money(12345600, "BDT"), "৳1,23,456", "৳১,২৩,৪৫৬"),
        ("{{ v|money }}", (1250, "USD"), "$12.50", "$১২.৫০"),
        ('{{ v|money:"exact" }}', Money(45000, "BDT"), "৳450.00", "৳৪৫০.০০"),
        ("{{ v|money }}", None, "", ""),
        ("{{ v|digits }}", 1284, "1,284", "১,২৮৪"),
        ("{{ v|digits }}", "D-1042", "D-1042", "D-১০৪২"),
        ("{{ v|localdate }}", date(2025, 4, 9), "9 April 2025", "৯ এপ্রিল, ২০২৫"),
        ("{{ v|localdatetime }}", AT, "9 April 2025, 3:30 pm", "৯ এপ্রিল, ২০২৫, বিকেল ৩:৩০"),
        ("{{ v|filesize }}", 0, "0 bytes", "০ বাইট"),
        ("{{ v|filesize }}", 999, "999 bytes", "৯৯৯ বাইট"),
        ("{{ v|filesize }}", 4_200_000, "4.2 MB", "৪.২ এমবি"),
        ("{{ v|filesize }}", 5_000_000_000, "5 GB", "৫ জিবি"),
    ],
)
def test_values_are_written_for_the_reader(source: str, value: object, english: str, bengali: str) -> None:
    assert render(source, "en", v=value) == english
    assert render(source, "bn", v=value) == bengali


def test_ago_counts_from_now() -> None:
    with clock.fixed(AT):
        assert render("{{ v|ago }}", v=AT - timedelta(minutes=5)) == "5 minutes ago"


def test_qs_replaces_and_removes() -> None:
    request = RequestFactory().get("/", {"q": "রং", "page": "2"})
    assert render("{% qs page=3 %}", request=request) == "?q=%E0%A6%B0%E0%A6%82&amp;page=3"
    assert "page" not in render("{% qs page=None %}", request=request)


def test_an_icon_is_hidden_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in render('{% icon "search" %}')
    assert 'aria-label="&lt;b&gt;"' in render("{% icon name label %}", name="search", label="<b>")


def test_prices_show_free_from_and_before() -> None:
    assert ">Free<" in render("{% price v %}", v=Money(0, "BDT"))
    assert "৳৪৫০ থেকে শুরু" in render("{% price v None True %}", "bn", v=Money(45000, "BDT"))
    assert "<s " in render("{% price v w %}", v=Money(45000, "BDT"), w=Money(60000, "BDT"))


def test_what_people_typed_is_never_markup() -> None:
    nasty = '"><script>alert(1)</script>'
    offer = OfferCard(nasty, nasty, nasty, None, picture=nasty, srcset=nasty, alt=nasty, badge=nasty, language=nasty)
    assert "<script" not in card(offer)
    assert "<script" not in render("{% avatar v v %}", v=nasty)
    assert "<script" not in render("{% avatar v %}", v=nasty)
    assert grid([]) == '<ul class="offer-grid"></ul>'


def test_several_curves_stand_on_one_scale() -> None:
    drawn = charts.curves(
        [("Seen", [("1 Apr", 40), ("2 Apr", 8)]), ("Confirmed", [("1 Apr", 8), ("2 Apr", 0)])], "", "bn"
    )
    (_seen, seen), (_confirmed, confirmed) = drawn.lines
    assert seen.marks[1].y == confirmed.marks[0].y
    assert [line.text for line in seen.lines] == [line.text for line in confirmed.lines]
    assert drawn.rows[0].values == ["৪০", "৮"]
    assert drawn.rows[0].tip == "1 Apr\nSeen: ৪০\nConfirmed: ৮"


def test_charts_reach_their_highest_value_and_speak_in_words() -> None:
    chart = charts.bars([("1 Apr", Money(90000, "BDT")), ("2 Apr", Money(0, "BDT"))], "", "bn")
    assert chart.marks[0].value == "৳৯০০"
    assert chart.marks[1].height == 0
    assert chart.marks[0].y >= chart.top
    assert [line.text for line in chart.lines][0] == "৳০"
    assert charts.curve([], "", "en").path == ""


@pytest.mark.parametrize("highest", [0, 1, 3, 4, 5, 7, 99, 101, 12_345, 9_999_999])
def test_the_axis_is_round_and_high_enough(highest: int) -> None:
    chart = charts.bars([("a", highest)], "", "en")
    top = int(chart.lines[-1].text.replace(",", ""))
    assert top >= highest
    assert top <= max(4, highest * 2.6)
