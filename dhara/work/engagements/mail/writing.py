"""What all letters about work share: what is told, to whom, in which shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_moment
from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import current, in_language, known
from dhara.kit.locale.text import shorten
from dhara.kit.mail.letters import post
from dhara.work.engagements.models import Unit
from dhara.work.engagements.queries import buyer_name, earned, title
from dhara.work.engagements.returned import NOTHING, Returned
from dhara.work.engagements.rules import BUYER, Role

MOST_QUOTED: Final = 2_000


@dataclass(frozen=True)
class Reader:
    """`path` is where this reader sees the work, `account_id` and `studio_id` who they are; a guest is neither."""

    role: Role
    email: str
    name: str
    language: str
    path: str
    account_id: int | None = None
    studio_id: int | None = None
    sees_buyer: bool = True


@dataclass(frozen=True)
class Told:
    """One happening. `actor` is the side that caused it, `text` what they said with it.

    `paid` and `returned` are what moved, minor units of the worker's side; `back` is what the buyer gets back of what
    they paid, `price`, and `gone` where that is. `until` is when silence decides, `clears_at` when the worker's money
    can be paid out. `days` are those of a change. `whole` where it is about all of the agreement, `terms` what it
    proposes for that and `fallen` which milestones fell out of it. `anonymous` where the reader may not know the buyer.
    """

    unit: Unit
    actor: str
    text: str = ""
    verb: str = ""
    files: Sequence[str] = ()
    paid: int = 0
    returned: int = 0
    price: int = 0
    back: int = 0
    gone: Returned = NOTHING
    until: datetime | None = None
    clears_at: datetime | None = None
    days: int = 0
    anonymous: bool = False
    whole: bool = False
    terms: Mapping[str, Any] = field(default_factory=dict)
    fallen: Sequence[Mapping[str, Any]] = ()

    @property
    def title(self) -> str:
        """What it is about."""
        return self.unit.engagement.title if self.whole else title(self.unit)

    def given(self) -> dict[str, str]:
        """What sentences are filled in with, in the language that is active."""
        language = current()
        engagement = self.unit.engagement
        assert engagement.worker is not None
        return {
            "title": shorten(self.title, 80),
            "studio": engagement.worker.name,
            "buyer": (not self.anonymous and buyer_name(engagement)) or _("The buyer"),
            "share": self.money(earned(self.unit, self.unit.amount), language),
            "price": self.money(self.price, language),
            "paid": self.money(self.paid, language),
            "back": self.money(self.back, language),
            "due": self.moment(self.unit.due_at, language),
            "until": self.moment(self.until, language),
            "clears": self.moment(self.clears_at, language),
            "days": in_script(self.days or int(self.unit.terms.get("days") or 0), language),
        }

    def sent_back(self) -> str:
        """What comes back to the buyer, and by whom; nothing where nothing does."""
        return " ".join(self.gone.told(self.unit.engagement.currency))

    def money(self, minor: int, language: str) -> str:
        return Money(minor, self.unit.engagement.currency).display(language)

    @staticmethod
    def moment(at: datetime | None, language: str) -> str:
        return show_moment(at, language) if at else ""


@dataclass(frozen=True)
class Words:
    """The heading is the subject too; `label` is what the button says, to the page of the work.

    `quoted` introduces what was said with the step, where the reader is to read it.
    """

    heading: str
    paragraphs: Sequence[str]
    label: str
    quoted: str = ""


# Called with the reader's language being active.
Wording = Callable[[Told], Words]


def write(name: str, told: Told, to: Reader, words: Wording, *, by: Actor, at: datetime) -> None:
    """`name` and the fact that is the cause, for one reader, make one letter."""
    language = known(to.language)
    with in_language(language):
        said = words(replace(told, anonymous=not to.sees_buyer))
    engagement = told.unit.engagement
    post(
        key=f"work_{name}:{engagement.pk}:{told.unit.pk}:{by.cause}:{to.role}:{to.account_id or 0}",
        name=f"work_{name}",
        to=to.email,
        to_name=to.name,
        language=language,
        template="work/mail/step",
        context={
            "name": to.name,
            "heading": said.heading,
            "paragraphs": [each for each in said.paragraphs if each],
            "quote": told.text[:MOST_QUOTED],
            "quoted": said.quoted,
            "files": told.files,
            "label": said.label,
            "url": f"{settings.PUBLIC_URL}{to.path}",
            "preferences_url": f"{settings.PUBLIC_URL}/account/mail/" if to.role != BUYER else "",
        },
        account_ref=to.account_id,
        studio_ref=engagement.worker_id,
        by=by,
        at=at,
    )
