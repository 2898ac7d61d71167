"""The people of the demo world: those one can sign in as, the owners of studios, and the buyers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.db import transaction

from dhara.cli.demo.accounts import ACCOUNTS, KARIM, OPERATOR, OPERATOR_SECRET, PASSWORD
from dhara.kit.actor import SYSTEM, person
from dhara.people.accounts import actions
from dhara.people.models import Account, MailPreference, Tie
from dhara.people.ties import actions as ties
from dhara.people.ties.rules import DEVICE

KARIM_NAME = "করিম উদ্দিন"
GIVEN_BN = "আয়েশা ফাতেমা নুসরাত তানিয়া শারমিন সুমাইয়া রিমা মিতু জান্নাতুল পূজা তিথি অনন্যা রহিম সোহেল ইমরান রাসেল তুহিন শুভ অর্ণব মেহেদী সজীব নাঈম জুবায়ের প্রীতম হাসান আরিফ রুবেল শাহীন মারুফ ফয়সাল".split()  # noqa: E501, SIM905
FAMILY_BN = "আক্তার খাতুন বেগম ইসলাম হোসেন রহমান আহমেদ চৌধুরী সরকার দাস পাল বিশ্বাস খান মিয়া তালুকদার শেখ মণ্ডল চাকমা রায় ভূঁইয়া".split()  # noqa: SIM905
GIVEN_EN = "Ayesha Fatema Nusrat Tania Sharmin Rima Mitu Puja Tithi Rahim Sohel Imran Rasel Tuhin Arnab Mehedi Sajib Naim Zubair Pritom Emma Daniel Priya Arjun Sofia Yusuf Hannah Omar Grace Liam".split()  # noqa: E501, SIM905
FAMILY_EN = "Akter Islam Hossain Rahman Ahmed Chowdhury Sarkar Das Paul Biswas Khan Miah Sheikh Roy Taylor Nair Weber Ali Okafor Silva".split()  # noqa: E501, SIM905


@dataclass(frozen=True)
class Buyer:
    """`member`: has an account and is signed in while buying."""

    email: str
    name: str
    language: str
    member: bool


@cache
def buyers() -> tuple[Buyer, ...]:
    """Karim first, then 900 others, the same always; one in four has an account."""
    dice = Random("buyers of the demo world")
    found = [Buyer(KARIM, KARIM_NAME, "bn", True)]
    for number in range(1, 901):
        bengali = dice.random() < 0.68
        given, family = (GIVEN_BN, FAMILY_BN) if bengali else (GIVEN_EN, FAMILY_EN)
        name = f"{dice.choice(given)} {dice.choice(family)}"
        email = f"buyer{number:03}@demo.dhara.example"
        found.append(Buyer(email, name, "bn" if bengali else "en", dice.random() < 0.25))
    return tuple(found)


@cache
def _hash() -> str:
    """One hash for all: making one is slow on purpose."""
    return make_password(PASSWORD)


@transaction.atomic
def account(email: str, name: str, *, language: str, at: datetime) -> Account:
    """The account of this address, made with the demo password and a proven address where it is not there yet."""
    known = Account.objects.filter(email=email).first()
    if known:
        return known
    made = Account.objects.create(email=email, name=name, language=language, password=_hash(), joined_at=at)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    actions.confirm(made.pk, by=person(made.pk), at=at)
    return made


def owner(email: str, name: str, *, language: str, at: datetime, letters: bool) -> Account:
    """Somebody who sells; without `letters` they read their sales on the dashboard only."""
    made = account(email, name, language=language, at=at)
    if not letters:
        MailPreference.objects.get_or_create(account=made, topic="sale", defaults={"by_mail": False})
    return made


@transaction.atomic
def operator(*, at: datetime) -> Account:
    """The operator of the market, whose second factor is known to everybody."""
    made = account(OPERATOR, "Operator", language="en", at=at)
    if not made.is_staff:
        actions.appoint(made.pk, operator=True, by=person(made.pk), at=at)
    if not Authenticator.objects.filter(user=made, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(made, OPERATOR_SECRET)
    return made


def played_by_one(*, at: datetime) -> None:
    """Who tries Dhara signs in as buyer, seller and operator from one browser: these may work with each other."""
    ours = Account.objects.filter(email__in=[email for email, *_words in ACCOUNTS])
    for each in ours:
        ties.see(DEVICE, "demo", [each.pk], by=SYSTEM, at=at)
    for tie in Tie.objects.filter(one__in=ours, other__in=ours, allowed_at=None):
        ties.allow(tie.pk, reason="The people of the demo world are played by one person.", by=SYSTEM, at=at)
