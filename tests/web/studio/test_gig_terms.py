"""What a gig asks, answers and takes at once: rows in their order, kept when they are wrong, never lost to another."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from dhara.delivery.models import GigTerms, Package
from tests.make import gigs
from tests.web.studio.place import HTMX, Workplace
from tests.web.studio.test_gigs import package, page, rows, sent_packages, tiers, url

__all__ = ["url"]


def terms() -> GigTerms:
    return GigTerms.objects.get()


def seen(shown: str, section: str) -> str:
    """What a page says that it saw of a section."""
    found = re.search(rf'<section id="{section}".*?name="seen" value="(\w+)"', shown, re.S)
    assert found is not None
    return found[1]


def question(words: str, sort: str = "text", **more: Any) -> dict[str, Any]:
    return {"words": words, "sort": sort, "needed": "on", **more}


def test_questions_keep_their_keys_when_words_and_order_change(work: Workplace, url: str) -> None:
    asked = (question("Your name?"), question("Colour?", "choice", choices="Red\nBlue"), question("Old logo?", "file"))
    assert work.nadia.post(f"{url}gig/questions/", rows("questions", *asked))["Location"] == f"{url}#questions"
    first, second, third = terms().questions
    assert second["choices"] == ["Red", "Blue"]
    again = (
        question("Your shop's name?", key=first["key"]),
        question("Colour?", "many", key=second["key"], choices="Red\nBlue\nGreen"),
        question("Old logo?", "file", key=third["key"], DELETE="on"),
        {"words": "", "sort": "text"},
    )
    work.nadia.post(f"{url}gig/questions/", rows("questions", *again, order="1023"))
    assert [(each["key"], each["words"]) for each in terms().questions] == [
        (second["key"], "Colour?"),
        (first["key"], "Your shop's name?"),
    ]
    shown = page(work, url)
    assert "So a buyer sees it" in shown
    assert shown.index("Colour?</textarea>") < shown.index("Your shop&#x27;s name?</textarea>")


@pytest.mark.parametrize(
    ("part", "row", "said"),
    [
        ("questions", question("", choices="A\nB"), "Write the question."),
        ("questions", question("Typed", "choice", choices="A"), "Give two answers or more to choose from."),
        ("questions", question("Typed", "dance"), "is not one of the available choices"),
        ("questions", question("x" * 301), "at most 300 characters"),
        ("extras", {"title": "Typed"}, "Say what the extra costs."),
        ("extras", {"title": "", "amount_BDT": "100"}, "Give the extra a name."),
        ("extras", {"title": "Typed", "amount_BDT": "1"}, "The lowest price is"),
        ("extras", {"title": "Typed", "amount_BDT": "100", "days": "91"}, "Between no day more and 90."),
        ("extras", {"title": "Typed", "amount_BDT": "100", "days": "-1"}, "Between no day more and 90."),
        ("faq", {"question": "Typed", "answer": ""}, "A question and its answer belong together."),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(
    work: Workplace, url: str, part: str, row: dict[str, Any], said: str
) -> None:
    refused = work.nadia.post(f"{url}gig/{part}/", rows(part, row), headers=HTMX)
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert said in shown
    for typed in ("Typed", "x" * 301):
        assert typed not in row.values() or f'value="{typed}"' in shown or f"{typed}</textarea>" in shown
    assert not GigTerms.objects.exists()


def test_extras_in_two_currencies(work: Workplace, url: str) -> None:
    work.nadia.post(f"{url}gig/packages/", rows("tiers", package(amount_USD="5"), currencies=["BDT", "USD"]))
    given = ({"title": "Faster", "amount_BDT": "৫০০"}, {"title": "Source", "amount_USD": "4.50", "days": "২"})
    assert work.nadia.post(f"{url}gig/extras/", rows("extras", *given))["Location"] == f"{url}#extras"
    faster, source = terms().extras
    assert (faster["prices"], faster["days"]) == ({"BDT": 500_00}, 0)
    assert (source["prices"], source["days"]) == ({"USD": 450}, 2)
    assert 'value="4.50"' in page(work, url)


def test_frequent_questions_and_the_queue(work: Workplace, url: str) -> None:
    work.nadia.post(f"{url}gig/faq/", rows("faq", {"question": "Mine?", "answer": "Yes.\nAll of it."}, {}))
    assert work.nadia.post(f"{url}gig/queue/", {"queue": "৫"})["Location"] == f"{url}#queue"
    assert terms().faq == [{"question": "Mine?", "answer": "Yes.\nAll of it."}]
    assert terms().queue == 5
    for wrong in ("0", "1001", "many"):
        assert work.nadia.post(f"{url}gig/queue/", {"queue": wrong}).status_code == 422
    assert work.nadia.post(f"{url}gig/queue/", {"queue": ""}).status_code == 302
    assert terms().queue is None
    assert len(terms().faq) == 1


@pytest.mark.parametrize("part", ["questions", "extras", "faq", "tiers"])
def test_rows_are_added_and_moved_without_scripts(work: Workplace, url: str, part: str) -> None:
    door = f"{url}gig/{'packages' if part == 'tiers' else part}/"
    name = {"questions": "words", "extras": "title", "faq": "question", "tiers": "name"}[part]
    typed = rows(part, {name: "First"}, {name: "Second"}, currencies=["BDT"])
    moved = work.nadia.post(door, {**typed, "down": "0"}).content.decode()
    assert re.search(r'Second("|</textarea>).*First("|</textarea>)', moved, re.S)
    assert "Not saved yet." in moved
    added = work.nadia.post(door, {**typed, "add": "1"}).content.decode()
    assert f'name="{part}-2-{name}"' in added
    assert not GigTerms.objects.exists()
    assert tiers() == []


def test_the_preview_shows_what_is_typed_and_saves_nothing(work: Workplace, url: str) -> None:
    typed = rows("questions", question("Which look?", "many", choices="Plain\nPlayful"), look="1")
    shown = work.nadia.post(f"{url}gig/questions/", typed, headers=HTMX).content.decode()
    asked = shown.split('<div class="asked"')[1]
    assert "Which look?" in asked
    assert asked.count('type="checkbox"') == 2
    assert not GigTerms.objects.exists()


@pytest.mark.parametrize("section", ["packages", "questions", "extras", "faq", "queue"])
def test_who_is_slower_is_told_and_may_insist(work: Workplace, url: str, section: str) -> None:
    typed = {
        "packages": lambda word: sent_packages(package(word)),
        "questions": lambda word: rows("questions", question(word)),
        "extras": lambda word: rows("extras", {"title": word, "amount_BDT": "100"}),
        "faq": lambda word: rows("faq", {"question": word, "answer": "Yes."}),
        "queue": lambda word: {"queue": str(len(word))},
    }[section]
    door, before = f"{url}gig/{section}/", seen(page(work, url), section)
    other = work.clients["editor"]
    assert other.post(door, {**typed("Theirs"), "seen": before}).status_code == 302
    late = work.nadia.post(door, {**typed("Mine"), "seen": before}, headers=HTMX)
    assert late.status_code == 422
    shown = late.content.decode()
    assert "Somebody else changed this in the meantime." in shown
    assert re.search(r'"Mine"|Mine</textarea>|value="4"', shown)
    assert work.nadia.post(door, {**typed("Mine"), "seen": seen(shown, section)}).status_code == 302


def test_sections_of_one_page_do_not_disturb_each_other(work: Workplace, url: str) -> None:
    shown = page(work, url)
    sent = {"queue": "3", "seen": seen(shown, "queue")}
    assert work.nadia.post(f"{url}gig/queue/", sent).status_code == 302
    extras = rows("extras", {"title": "Faster", "amount_BDT": "100"}, seen=seen(shown, "extras"))
    assert work.nadia.post(f"{url}gig/extras/", extras).status_code == 302
    packages = sent_packages(package(), seen=seen(shown, "packages"))
    assert work.nadia.post(f"{url}gig/packages/", packages).status_code == 302


def test_agreed_work_keeps_its_terms_when_the_gig_changes(work: Workplace, now: datetime) -> None:
    offer = gigs.offer(now, work.shop)
    unit = gigs.ordered(now, offer)
    agreed, promised = unit.engagement.terms, unit.terms
    there = f"{work.base}offers/{offer.pk}/gig/"
    (tier,) = tiers()
    slower = package("Slow", id=tier.pk, amount_BDT="900", days="60", revisions="0", scope="Less")
    work.nadia.post(f"{there}packages/", sent_packages(slower))
    work.nadia.post(f"{there}questions/", rows("questions", question("Something else?")))
    work.nadia.post(f"{there}extras/", rows("extras", {"title": "Faster", "amount_BDT": "100"}))
    assert Package.objects.get().days == 60
    unit.refresh_from_db()
    unit.engagement.refresh_from_db()
    assert (unit.engagement.terms, unit.terms) == (agreed, promised)
    assert (promised["days"], promised["revisions"], agreed["scope"]) == (3, 2, ["Three drafts"])
    assert [each["words"] for each in agreed["questions"]] == ["What is your shop called?", "Which style do you like?"]
