"""A gig is made: by hand or from an example, without scripts, part by part."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.catalog.models import Offer, Tier
from dhara.delivery.gigs.queries import packages
from dhara.delivery.models import GigTerms
from tests.make import catalog, gigs
from tests.web.studio.place import HTMX, Workplace


def rows(prefix: str, *given: dict[str, Any], order: str = "", **more: Any) -> dict[str, Any]:
    """As a browser sends them; `order` are the rows' numbers as they stand on the page."""
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": str(len(given)), f"{prefix}-INITIAL_FORMS": "0"}
    for place, row in enumerate(given):
        sent |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return {**sent, f"{prefix}-order": list(order or map(str, range(len(given)))), **more}


def package(name: str = "", **more: Any) -> dict[str, Any]:
    return {"name": name, "amount_BDT": "৪৫০", "days": "৩", "revisions": "2", "scope": "One\n\n Two ", **more}


def sent_packages(*given: dict[str, Any], **more: Any) -> dict[str, Any]:
    return rows("tiers", *given, currencies=["BDT"], **more)


def tiers() -> list[Tier]:
    return list(Tier.objects.filter(retired=False).order_by("position"))


@pytest.fixture
def url(work: Workplace) -> str:
    """A new gig."""
    catalog.category()
    begun = work.nadia.post(f"{work.base}offers/new/", {"title": "A logo", "kind": "gig"})
    return str(begun["Location"])


def page(work: Workplace, url: str) -> str:
    shown: str = work.nadia.get(url).content.decode()
    return shown


def test_kinds_are_explained_and_one_can_be_asked_for(work: Workplace) -> None:
    shown = page(work, f"{work.base}offers/new/?kind=gig")
    assert "the money is set aside for you until the work is accepted" in shown
    (gig,) = [part.split(">")[0] for part in shown.split("<input") if 'value="gig"' in part]
    assert "checked" in gig


def test_what_is_missing_leads_to_where_it_is_asked_for(work: Workplace, url: str) -> None:
    shown = page(work, url)
    for place, words in (
        ("id_description", "Describe it"),
        ("id_category", "Choose a category"),
        ("packages", "Add a package with its price."),
        ("questions", "Say what you need to know"),
    ):
        assert f'<a href="#{place}">{words}' in shown
        assert f'id="{place}"' in shown
    refused = work.nadia.post(f"{url}publication/").content.decode()
    assert '<a href="#packages">Add a package with its price.' in refused


def test_what_makes_no_sense_for_work_is_not_there_and_says_why(work: Workplace, url: str) -> None:
    shown = page(work, url)
    for section in ("files", "prices", "collaborators"):
        assert f'id="{section}"' not in shown
    for field in ("stock", "pricing", "releases_at"):
        assert f'name="tiers-0-{field}"' not in shown
        assert f'name="{field}"' not in shown
    assert "What other offers have and gigs do not" in shown


def test_a_gig_is_made_and_published(work: Workplace, url: str) -> None:
    about = {"title": "A logo", "description": "By hand.", "category": catalog.category().pk, "language": "en"}
    work.nadia.post(f"{url}about/", about)
    given = (package("Basic"), package("Premium", days="7", revisions="any", recommended="on"))
    assert work.nadia.post(f"{url}gig/packages/", sent_packages(*given))["Location"] == f"{url}#packages"
    basic, premium = tiers()
    known = packages([basic.pk, premium.pk])
    assert (known[basic.pk].days, known[basic.pk].revisions, known[basic.pk].scope) == (3, 2, ["One", "Two"])
    assert (known[premium.pk].days, known[premium.pk].revisions, premium.recommended) == (7, None, True)
    assert work.nadia.post(f"{url}gig/questions/", rows("questions"))["Location"] == f"{url}#questions"
    assert "Everything is there." in page(work, url)
    work.nadia.post(f"{url}publication/")
    assert Offer.objects.get().status == "published"


def test_packages_keep_their_ids_and_stand_as_they_were_put(work: Workplace, url: str) -> None:
    work.nadia.post(f"{url}gig/packages/", sent_packages(package("A"), package("B")))
    a, b = tiers()
    given = (package("A", id=a.pk), package("B", id=b.pk), package("C", DELETE="on"))
    work.nadia.post(f"{url}gig/packages/", sent_packages(*given, order="120"))
    assert [tier.pk for tier in tiers()] == [b.pk, a.pk]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"days": ""}, "Say in how many days you deliver it."),
        ({"days": "91"}, "less than or equal to 90"),
        ({"days": "soon"}, "Enter a whole number"),
        ({"revisions": "21"}, "is not one of the available choices"),
        ({"amount_BDT": "1"}, "The lowest price is"),
        ({"scope": "x" * 121}, "At most 12 lines of 120 letters each."),
        ({"name": "A"}, "Two prices have the same name."),
    ],
)
def test_a_wrong_package_is_shown_with_what_was_typed(
    work: Workplace, url: str, row: dict[str, Any], said: str
) -> None:
    refused = work.nadia.post(f"{url}gig/packages/", sent_packages(package("A"), {**package("B"), **row}))
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert said in shown
    assert 'value="৪৫০"' in shown
    assert tiers() == []


def test_at_most_three_packages(work: Workplace, url: str) -> None:
    four = sent_packages(*(package(name) for name in "ABCD"))
    assert "A gig has three packages at most." in work.nadia.post(f"{url}gig/packages/", four).content.decode()
    added = work.nadia.post(f"{url}gig/packages/", {**sent_packages(*(package(n) for n in "ABC")), "add": "1"})
    assert added.content.decode().count('name="tiers-order"') == 4  # three, and the empty one for scripts


def test_an_example_fills_an_empty_gig_and_no_other(work: Workplace, url: str) -> None:
    assert "Begin with an example" in page(work, url)
    Offer.objects.update(language="en")
    work.nadia.post(f"{url}gig/start/", {"start": "logo"})
    assert [tier.name for tier in tiers()] == ["Basic", "Standard", "Premium"]
    terms = GigTerms.objects.get()
    assert [each["sort"] for each in terms.questions] == ["text", "text", "choice", "file"]
    assert len(terms.faq) == 2
    shown = page(work, url)
    assert "Begin with an example" not in shown
    assert "Enter the price of “Basic”." in shown
    refused = work.nadia.post(f"{url}gig/start/", {"start": "video"})
    assert refused.status_code == 422
    assert "Something is written here already" in refused.content.decode()
    assert GigTerms.objects.get().questions == terms.questions
    assert work.nadia.post(f"{url}gig/start/", {"start": "house"}).status_code == 404


def test_an_example_speaks_the_offers_language(work: Workplace, url: str) -> None:
    Offer.objects.update(language="bn")
    work.nadia.post(f"{url}gig/start/", {"start": "translation"})
    assert [tier.name for tier in tiers()] == ["সাধারণ", "স্ট্যান্ডার্ড", "প্রিমিয়াম"]


def test_other_offers_have_no_such_doors(work: Workplace, now: datetime) -> None:
    offer = catalog.draft(now, work.shop, "Cards")
    there = f"{work.base}offers/{offer.pk}/"
    assert 'id="packages"' not in page(work, there)
    for part in ("packages", "extras", "questions", "faq", "queue", "start"):
        assert work.nadia.post(f"{there}gig/{part}/").status_code == 409
    assert not GigTerms.objects.exists()


def test_a_copy_has_all_of_it(work: Workplace, now: datetime) -> None:
    source = gigs.offer(now, work.shop)
    copied = work.nadia.post(f"{work.base}offers/{source.pk}/copy/")["Location"]
    shown = page(work, copied)
    assert "What is your shop called?" in shown
    assert "Three drafts" in shown
    assert "Everything is there." in shown


def test_a_section_alone_comes_back_to_scripts(work: Workplace, url: str) -> None:
    answer = work.nadia.post(f"{url}gig/packages/", sent_packages(package()), headers=HTMX).content.decode()
    assert answer.count("<section") == 1
    assert 'id="offer-state"' in answer
    assert "Say in how many days" not in answer


def test_the_first_steps_of_somebody_who_sells_work(work: Workplace, url: str) -> None:
    shown = page(work, work.base)
    assert "Upload what buyers will get" not in shown
    assert "Say what you need from the buyer" in shown
    work.nadia.post(f"{url}gig/questions/", rows("questions"))
    assert "They are asked after the payment" not in page(work, work.base)
    work.nadia.post(f"{work.base}offers/new/", {"title": "Cards", "kind": "download"})
    assert "Upload what buyers will get" in page(work, work.base)
