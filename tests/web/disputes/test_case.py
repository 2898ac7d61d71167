"""The pages of a case: both sides and a guest take it from the opening to the end, without scripts."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import GUEST, operator, person
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.people.models import Notice
from dhara.trust.disputes import actions
from dhara.trust.models import Case, Proposal, StatementFile
from dhara.work.engagements.queries import order_of
from dhara.work.models import Unit
from tests.make import cases, gigs, people
from tests.make.catalog import Shop
from tests.web.browsing import client, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def unit(cast: people.Cast, now: datetime) -> Unit:
    offer = gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))
    return cases.delivered(now, offer, by=person(cast.karim.pk), email=cast.karim.email)


def test_from_the_room_to_a_settlement(cast: people.Cast, unit: Unit, now: datetime) -> None:
    karim, nadia = client(cast.karim), client(cast.nadia)
    opens = f"/cases/work/{unit.pk}/"
    assert f'href="{opens}"' in text(karim.get(f"/work/{unit.engagement_id}/"))
    assert "৳450" in text(karim.get(opens))
    wrong = karim.post(opens, {"text": "It is blue.", "amount": "451"})
    assert wrong.status_code == 422
    assert "It is blue." in text(wrong)
    file = SimpleUploadedFile("chat.txt", b"He said green.")
    sent = karim.post(opens, {"text": "It is blue.", "amount": "২২৫", "file": file})
    case = Case.objects.get()
    page = f"/cases/{case.pk}/"
    assert sent["Location"] == karim.get(opens)["Location"] == page
    assert page in text(nadia.get(f"/work/{unit.engagement_id}/"))
    hers = text(nadia.get(page))
    for words in ("Karim", "It is blue.", "৳210.37 to you", "৳225", "chat.txt", "please answer"):
        assert words in hers, words
    shown = StatementFile.objects.get()
    for door in (f"{page}files/{shown.pk}/", f"/cases/files/{shown.pk}/"):
        assert b"".join(nadia.get(door)) == b"He said green."
    assert karim.post(f"{page}answer/", {"text": "Me."}).status_code == 403
    assert nadia.post(f"{page}answer/", {"text": " "}).status_code == 422
    assert nadia.post(f"{page}answer/", {"text": "It is green."})["Location"] == page
    assert nadia.post(f"{page}proposals/", {"amount": "300", "text": "Two drafts were fine."})["Location"] == page
    mine = text(karim.get(page))
    # Nobody has got anything yet: in Bengali it is said as what would be.
    assert "আপনি ফেরত পাবেন ৳১২৯.১৪" in text(client(cast.karim).get(f"{page}?lang=bn"))
    assert "Two drafts were fine." in mine
    assert "৳129.14 back to you" in mine
    proposal = Proposal.objects.get()
    assert karim.post(f"{page}proposals/{proposal.pk}/refusal/", {"answer": "No"})["Location"] == page
    assert karim.post(f"{page}proposals/", {"amount": "200"})["Location"] == page
    assert nadia.post(f"{page}proposals/{Proposal.objects.latest('id').pk}/agreement/")["Location"] == page
    ended = Unit.objects.get(pk=unit.pk)
    assert (ended.status, ended.paid) == ("divided", 42_075 - -(-20_000 * 42_075 // 45_000))
    assert "You have settled it" in text(karim.get(page))
    for who in (karim, nadia):
        assert f'href="{page}"' in text(who.get(f"/work/{unit.engagement_id}/"))
    assert nadia.post(f"{page}evidence/", {"text": "But!"}).status_code == 409
    drain(now)
    told = set(Letter.objects.values_list("name", "to_email"))
    her, his = cast.nadia.email, cast.karim.email
    for each in (
        ("work_disputed", her), ("work_disputed", his), ("work_case_answered", his), ("work_case_proposed", his),
        ("work_case_declined", her), ("work_case_proposed", her), ("work_ruled", his), ("work_ruled", her),
    ):  # fmt: skip
        assert each in told, each
    assert page in Letter.objects.filter(name="work_case_answered").latest("id").text
    assert Notice.objects.filter(kind="work_case_proposed", account=cast.karim, url=page).exists()


def test_a_ruling_is_read_agreed_to_and_appealed(cast: people.Cast, unit: Unit, now: datetime) -> None:
    oishi = people.account("oishi@example.com", is_staff=True)
    case = cases.opened(unit, now, by=person(cast.karim.pk))
    karim, nadia, page = client(cast.karim), client(cast.nadia), f"/cases/{case.pk}/"
    nadia.post(f"{page}answer/", {"text": "It is green.", "amount": "420.75"})
    nadia.post(f"{page}handover/")
    drain(now)
    assert Notice.objects.filter(kind="work_to_rule", account=oishi).count() == 1
    actions.rule(case.pk, to_worker=21_037, text="Half of it is green.", by=operator(oishi.pk), at=now)
    for who in (karim, nadia):
        seen = text(who.get(page))
        assert "Half of it is green." in seen
        assert "No money has moved yet" in seen
        assert "Your turn" in text(who.get(f"/work/{unit.engagement_id}/"))
    assert karim.post(f"{page}acceptance/")["Location"] == page
    assert karim.post(f"{page}appeal/", {"text": "Hm."}).status_code == 409
    assert nadia.post(f"{page}appeal/", {"text": "Look at the second draft."})["Location"] == page
    assert "looks at it again" in text(karim.get(page))
    drain(now)
    told = set(Letter.objects.filter(name="work_case_appealed").values_list("to_email", flat=True))
    assert {cast.karim.email, cast.nadia.email} <= told
    assert Notice.objects.filter(kind="work_to_rule", account=oishi).count() == 2
    assert Unit.objects.get(pk=unit.pk).status == "disputed"


def test_taken_back(cast: people.Cast, unit: Unit, now: datetime) -> None:
    case = cases.opened(unit, now, by=person(cast.karim.pk))
    karim, page = client(cast.karim), f"/cases/{case.pk}/"
    assert "Take the case back" not in text(client(cast.nadia).get(page))
    assert "Take the case back" in text(karim.get(page))
    assert karim.post(f"{page}withdrawal/")["Location"] == page
    assert Unit.objects.get(pk=unit.pk).status == "submitted"
    assert "The case was taken back: the work goes on" in text(karim.get(f"/work/{unit.engagement_id}/"))


def test_a_guest_by_the_secret_of_the_order(cast: people.Cast, now: datetime) -> None:
    offer = gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))
    unit = cases.delivered(now, offer, email="guest@example.com")
    order = order_of(unit.engagement)
    assert order is not None
    guest, base = Client(), f"/cases/guest/{order.token}/"
    assert f"{base}work/{unit.pk}/" in text(guest.get(f"/work/guest/{order.token}/{unit.engagement_id}/"))
    page = guest.post(f"{base}work/{unit.pk}/", {"text": "It is blue."})["Location"]
    case = Case.objects.get()
    assert page == f"{base}{case.pk}/"
    assert "It is blue." in text(guest.get(page))
    drain(now)
    assert page in Letter.objects.get(name="work_disputed", to_email="guest@example.com").text
    shown = cases.shown(case, now, GUEST)
    assert b"".join(guest.get(f"{page}files/{shown.pk}/")) == b"He said green."
    client(cast.nadia).post(f"/cases/{case.pk}/agreement/", {"part": "0"})
    assert Unit.objects.get(pk=unit.pk).returned == 42_075
    other = cases.delivered(now, offer, email="other@example.com")
    theirs = cases.opened(other, now)
    assert guest.get(f"{base}{theirs.pk}/").status_code == 404
    assert guest.get(f"{base}work/{other.pk}/").status_code == 404


def test_strangers_and_lookers(cast: people.Cast, unit: Unit, now: datetime) -> None:
    case = cases.opened(unit, now, by=person(cast.karim.pk))
    viewer = people.member(cast.studio, people.account("look@example.com"), role="viewer").account
    tuli, looks, page = client(people.account("tuli@example.com")), client(viewer), f"/cases/{case.pk}/"
    for path in ("", "evidence/"):
        assert tuli.get(page + path).status_code in (404, 405)
        assert tuli.post(page + path, {"text": "Mine"}).status_code in (404, 405)
    assert "It is blue." in text(looks.get(page))
    assert "evidence/" not in text(looks.get(page))
    assert looks.post(f"{page}evidence/", {"text": "No"}).status_code == 403
    assert client(cast.karim).post(f"{page}marriage/").status_code == 404
    assert case.statements.count() == 1


def test_a_long_case_takes_as_many_queries_as_a_short_one(cast: people.Cast, unit: Unit, now: datetime) -> None:
    case = cases.opened(unit, now, by=person(cast.karim.pk))
    karim, counts = client(cast.karim), []
    cases.shown(case, now, person(cast.nadia.pk))
    for _round in range(2):
        with CaptureQueriesContext(connection) as made:
            assert karim.get(f"/cases/{case.pk}/").status_code == 200
        counts.append(len(made))
        for _each in range(3):
            cases.shown(case, now, person(cast.nadia.pk))
    assert counts[0] == counts[1]


def kept_in(answer: Any) -> list[str]:
    return re.findall(r'name="file-kept" value="([^"]+)"', text(answer))


def test_files_stay_at_hand_when_a_form_is_refused(cast: people.Cast, unit: Unit, now: datetime) -> None:
    karim, nadia = client(cast.karim), client(cast.nadia)
    opens = f"/cases/work/{unit.pk}/"
    refused = karim.post(opens, {"text": " ", "file": SimpleUploadedFile("chat.txt", b"He said green.")})
    assert refused.status_code == 422
    assert "chat.txt" in text(refused)
    (token,) = kept_in(refused)
    again = karim.post(opens, {"text": "It is blue.", "amount": "451", "file-kept": token})
    assert len(kept_in(again)) == 1, "as often as it is refused"
    assert karim.post(opens, {"text": "It is blue.", "file-kept": kept_in(again)[0]}).status_code == 302
    page = f"/cases/{Case.objects.get().pk}/"
    assert StatementFile.objects.get().name == "chat.txt"
    used = nadia.post(f"{page}answer/", {"text": "It is green.", "file-kept": token})
    assert used.status_code == 422, "it has found its place"
    lost = nadia.post(f"{page}evidence/", {"text": "", "file": SimpleUploadedFile("draft.txt", b"Green.")})
    (hers,) = kept_in(lost)
    assert text(lost).index('id="evidence-file"') > text(lost).index(hers) > text(lost).index('id="evidence-text"')
    assert nadia.post(f"{page}evidence/", {"text": "Look.", "file-kept": hers}).status_code == 302
    assert [each.name for each in StatementFile.objects.order_by("id")] == ["chat.txt", "draft.txt"]
