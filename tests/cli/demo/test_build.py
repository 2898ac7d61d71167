"""The small demo world is made, broken off, completed, and found true."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt

from dhara.catalog.models import Offer, Tier
from dhara.checkout.models import Order
from dhara.cli.complaint import Complaint
from dhara.cli.demo import build
from dhara.cli.demo.accounts import KARIM, NADIA, OPERATOR, OPERATOR_SECRET, PASSWORD
from dhara.delivery.models import Download, DownloadFile, Grant
from dhara.kit.files.models import Picture
from dhara.kit.mail.models import Letter
from dhara.kit.models import Reaction
from dhara.money import doctor
from dhara.people.models import Account, Conversation, Message, Party, Studio
from dhara.trust.models import Case, Reputation, Review
from dhara.work.models import SubmittedFile, TimeEntry, Unit


class BrokenOff(Exception):
    """What stands for a killed process."""


def _until(words: str) -> Any:
    def progress(line: str) -> None:
        if line.startswith(words):
            raise BrokenOff

    return progress


def _counts() -> dict[str, int]:
    tables = (
        Account,
        Studio,
        Offer,
        Tier,
        DownloadFile,
        Picture,
        Order,
        Grant,
        Letter,
        Reaction,
        Download,
        Unit,
        Review,
    )
    return {table.__name__: table.objects.count() for table in tables}  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_a_world_that_was_broken_off_is_completed_and_true(now: datetime, settings: Any) -> None:
    settings.EMAIL_URL = "smtp://nowhere.invalid:25"
    for words in ("@aambagan", "orders: 24"):
        with pytest.raises(BrokenOff):
            build(progress=_until(words), small=True, at=now)
    lines: list[str] = []
    build(progress=lines.append, small=True, at=now)
    made = _counts()
    build(progress=lines.append, small=True)
    assert _counts() == made
    _is_whole(now)
    _has_people()
    _has_talks()
    _has_work()
    assert settings.EMAIL_URL == "smtp://nowhere.invalid:25"


def _is_whole(now: datetime) -> None:
    assert [finding for finding in doctor.check(at=now) if not finding.ok] == []
    assert not Reaction.objects.exclude(state="done").exists()
    assert set(Letter.objects.values_list("state", "provider_id")) == {("sent", "outbox")}
    assert Order.objects.filter(paid_at__isnull=False).count() >= 40
    assert not Order.objects.filter(status__in=("draft", "pending")).exists()
    paid = Order.objects.filter(paid_at__isnull=False)
    assert Grant.objects.count() == sum(order.lines.count() for order in paid)
    assert Order.objects.latest("created_at").created_at < now
    assert set(Offer.objects.filter(studio__handle="nadia").values_list("status", flat=True)) >= {
        "draft",
        "published",
        "archived",
    }
    assert all(offer.cover_id for offer in Offer.objects.all())
    scarce = Tier.objects.get(stock=12)
    assert scarce.left == 0
    assert DownloadFile.objects.filter(versions__number=2).exists()


def _has_work() -> None:
    """Of one studio, work in every state that it can be in and a person would look at; weeks, cases, tasks."""
    own = Unit.objects.filter(worker__handle="nadia")
    states = set(own.filter(mode="gig").values_list("status", flat=True))
    assert states == {"funded", "active", "submitted", "revision", "accepted", "disputed", "cancelled", "divided"}
    weeks = own.filter(mode="hourly").order_by("position")
    assert [each.status for each in weeks][:2] == ["accepted", "accepted"]
    assert TimeEntry.objects.filter(unit=weeks.filter(status="active").last()).exists()
    assert {"accepted", "submitted", "draft"} <= set(own.filter(mode="fixed").values_list("status", flat=True))
    assert {"accepted", "submitted"} <= set(own.filter(mode="micro").values_list("status", flat=True))
    assert {"answer", "talk", "judge", "settled", "ruled"} == set(Case.objects.values_list("status", flat=True))
    late = Unit.objects.filter(status="active", due_at__lt=Order.objects.latest("created_at").created_at)
    assert late.exists()
    assert SubmittedFile.objects.exists()
    standing = Reputation.objects.get(studio__handle="nadia")
    assert standing.level == 1
    assert standing.reviews > 5
    assert Reputation.objects.get(buyer__email=KARIM).reviews > 1
    assert set(Review.objects.values_list("status", flat=True)) == {"published", "sealed", "held"}


def _has_talks() -> None:
    """Nadia's messages: about offers and an order, some unread, and one that the operator looks at."""
    asked = Conversation.objects.filter(studio__handle="nadia").exclude(subject__startswith="proposal:")
    assert sorted(talk.subject.split(":")[0] for talk in asked) == ["offer"] * 4 + ["order"]
    assert Message.objects.filter(conversation__in=asked, shown_at=None).count() == 1
    nadias = Party.objects.filter(conversation__in=asked, role="studio")
    assert {party.unread > 0 for party in nadias} == {True, False}


def _has_people() -> None:
    for email in (NADIA, KARIM, OPERATOR):
        assert Account.objects.get(email=email).check_password(PASSWORD)
        assert EmailAddress.objects.get(email=email).verified
    operator = Authenticator.objects.get(user__email=OPERATOR)
    assert operator.user.is_staff
    assert decrypt(operator.data["secret"]) == OPERATOR_SECRET
    assert Studio.objects.get(handle="nadia").members.get().account.email == NADIA


@pytest.mark.django_db
def test_it_is_only_made_in_a_sandbox(settings: Any) -> None:
    settings.SANDBOX = False
    with pytest.raises(Complaint):
        build(progress=print, small=True)
    assert not Account.objects.exists()
