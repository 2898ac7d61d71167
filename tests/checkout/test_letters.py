"""Receipts as PDF, letters in both languages, lost links."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from unicodedata import normalize

import pytest

from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.checkout.orders import receipt
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Invalid
from dhara.people.models import Notice
from dhara.people.notices.actions import choose_mail
from tests.checkout import pdf
from tests.make import checkout as make
from tests.make import people

pytestmark = pytest.mark.django_db


def _letter(name: str, **filters: object) -> Letter:
    return Letter.objects.get(name=name, **filters)


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("en", "It is yours: order", ["Studio Nadia", "৳1,23,456"]),
        ("bn", "এটি এখন আপনার", ["Studio Nadia", "৳১,২৩,৪৫৬"]),
    ],
)
def test_the_receipt_letter(now: datetime, language: str, subject: str, words: list[str]) -> None:
    studio = people.studio(name="Studio Nadia")
    order = make.paid_order(make.tier(studio, prices={"BDT": 12_345_600}), at=now, language=language)
    letter = _letter("receipt")
    assert letter.subject.startswith(subject)
    assert (letter.to_email, letter.state) == ("karim@example.com", "sent")
    for part in (letter.text, letter.html):
        assert f"/library/o/{order.token}/" in part
        assert "receipt.pdf" in part
        assert all(word in part for word in words)


def test_what_people_typed_is_text_in_letters(now: datetime) -> None:
    make.paid_order(make.tier(title="<b>Card</b> & more"), at=now, name="{{ 7 }} <i>")
    letter = _letter("receipt")
    assert "&lt;b&gt;Card&lt;/b&gt; &amp; more" in letter.html
    assert "<b>Card</b> & more" in letter.text
    assert "{{ 7 }} &lt;i&gt;" in letter.html


def test_sellers_are_told_as_they_wish(now: datetime) -> None:
    cast = people.cast()
    choose_mail(cast.mitu.pk, wanted=[])
    viewer = people.member(cast.studio, email="viewer@example.com")
    make.paid_order(make.tier(cast.studio, title="Card"), at=now, name="Rahima Begum")
    told = set(Letter.objects.filter(name="sale_made").values_list("to_email", flat=True))
    assert told == {"nadia@example.com", "viewer@example.com"}
    assert "Rahima" in _letter("sale_made", to_email="nadia@example.com").text
    assert "Rahima" not in _letter("sale_made", to_email=viewer.account.email).text
    assert "৳420.75" in _letter("sale_made", to_email="nadia@example.com").text
    noticed = set(Notice.objects.filter(topic="sale").values_list("account__email", flat=True))
    assert noticed == {"nadia@example.com", "mitu@example.com", "viewer@example.com"}


def test_a_free_sale_speaks_of_no_money(now: datetime) -> None:
    studio = people.studio()
    make.paid_order(make.tier(studio, pricing="free", title="Checklist"), at=now)
    assert _letter("sale_made").subject == "Somebody got Checklist"


def test_a_declined_buyer_is_told_the_way_back(now: datetime) -> None:
    order = make.chosen(make.placed(make.tier(), at=now), "decline", at=now)
    drain(now)
    assert f"/checkout/o/{order.token}/" in _letter("payment_declined").text
    assert "Nothing was charged" in _letter("payment_declined").html


def test_lost_links_are_looked_for_later(now: datetime) -> None:
    first = make.paid_order(make.tier(title="Card"), at=now)
    second = make.paid_order(make.tier(title="Logo"), at=now)
    waiting = make.placed(make.tier(), at=now)
    Letter.objects.all().delete()
    for email in ("Karim@Example.com", "nobody@example.com"):
        orders.send_lost_links(email, at=now)
    assert not Letter.objects.exists()
    drain(now)
    letter = Letter.objects.get()
    assert letter.to_email == "karim@example.com"
    assert all(f"/library/o/{order.token}/" in letter.text for order in (first, second))
    assert waiting.token not in letter.text
    with pytest.raises(Invalid):
        orders.send_lost_links("nobody", at=now)
    orders.send_lost_links("karim@example.com", at=now + timedelta(days=1))
    drain(now + timedelta(days=1))
    assert Letter.objects.filter(name="lost_links").count() == 2


def _bare(text: str) -> str:
    """Without spaces: where two fonts meet, the text of a PDF is in pieces."""
    return "".join(normalize("NFC", text).split())


def _pages(order: Order, language: str) -> list[str]:
    return pdf.pages(receipt.compiled(receipt.content(order, language), pdf_standards=["1.4"]))


def test_the_receipt_in_both_languages(now: datetime) -> None:
    studio = people.studio(name="নাদিয়ার নকশাঘর")
    tier = make.tier(studio, prices={"BDT": 12_345_650}, title="বিয়ের কার্ড (print ready)", name="সব ফাইল")
    order = make.paid_order(tier, at=now, name="রাহিমা আক্তার")
    (bengali,) = _pages(order, "bn")
    for words in (
        "রসিদ",
        "৳১,২৩,৪৫৬.৫০",
        "নাদিয়ার নকশাঘর",
        "বিয়ের কার্ড (print ready)",
        "রাহিমা আক্তার",
        "২ মার্চ, ২০২৬",
        "পরিশোধিত",
        order.number,
    ):
        assert _bare(words) in _bare(bengali), words
    (english,) = _pages(order, "en")
    for words in (
        "Receipt",
        "৳1,23,456.50",
        "2 March 2026, 10:00 am",
        "Paid in full",
        "সব ফাইল",
        "karim@example.com",
    ):
        assert _bare(words) in _bare(english), words
    assert receipt.pdf(order, "bn").startswith(b"%PDF-")


def test_dollars_and_several_sellers(now: datetime) -> None:
    nadia, tuli = people.studio(), people.studio(people.account("tuli@example.com"), handle="tuli")
    tiers = [make.tier(nadia, prices={"USD": 900}), make.tier(tuli, prices={"USD": 1_250})]
    (page,) = _pages(make.paid_order(*tiers, at=now, currency="USD"), "en")
    for words in ("@nadia", "@tuli", "$9.00", "$12.50", "$21.50", "2 items"):
        assert words in page


def test_what_people_typed_is_never_code(now: datetime) -> None:
    hostile = '#panic() $x$ *b* `c` @d <e> \\u{41} // f #read("/etc/passwd")'
    order = make.paid_order(make.tier(title=hostile), at=now, name='"}; #set page(fill: red)')
    (page,) = _pages(order, "en")
    assert "#panic() $x$ *b* `c` @d <e>" in page
    assert "#set page(fill: red)" in page


def test_a_long_receipt_has_pages(now: datetime) -> None:
    studio = people.studio()
    order = make.paid_order(*(make.tier(studio, title="Long title " * 10) for _line in range(20)), at=now)
    made = _pages(order, "en")
    assert len(made) == 2
    assert "Page 2" in made[1]


def test_a_receipt_is_kept_for_each_version(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    order = make.paid_order(at=now)
    made = [receipt.pdf(order, "en")]
    monkeypatch.setattr(receipt, "compiled", lambda data: b"anew")
    assert hashlib.sha256(receipt.pdf(order, "en")).digest() == hashlib.sha256(made[0]).digest()
    order.version += 1
    assert receipt.pdf(order, "en") == b"anew"
