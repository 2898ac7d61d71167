"""What can have happened to an offer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class OfferFact(Fact):
    """`title` is what the offer was called then; moments among the fields of the facts are ISO 8601."""

    subject: ClassVar[str] = "offer_id"

    offer_id: int
    studio_id: int
    title: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class OfferCreated(OfferFact):
    words = _("“%(title)s” was begun.")


@dataclass(frozen=True)
class OfferEdited(OfferFact):
    """`fields` are the names of what changed, with commas between them."""

    words = _("“%(title)s” was edited.")

    fields: str


@dataclass(frozen=True)
class OfferPublished(OfferFact):
    """`first` is true when it was never public before."""

    words = _("“%(title)s” was published.")

    first: bool


@dataclass(frozen=True)
class OfferNotPublished(OfferFact):
    """Its date came, and it could not be published; `reason` is a text in the studio's language."""

    words = _("“%(title)s” could not be published on its date: %(reason)s")

    reason: str


@dataclass(frozen=True)
class OfferUnpublished(OfferFact):
    """`scheduled` is true when its last day passed, false when a member took it down."""

    words = _("“%(title)s” was taken down.")

    scheduled: bool


@dataclass(frozen=True)
class OfferArchived(OfferFact):
    words = _("“%(title)s” was archived.")


@dataclass(frozen=True)
class OfferRestored(OfferFact):
    words = _("“%(title)s” was taken out of the archive.")


@dataclass(frozen=True)
class OfferHidden(OfferFact):
    words = _("“%(title)s” was hidden by the operator: %(reason)s")

    reason: str


@dataclass(frozen=True)
class OfferLifted(OfferFact):
    words = _("The operator allowed “%(title)s” again.")


@dataclass(frozen=True)
class OfferDuplicated(OfferFact):
    """`offer_id` is the copy, `source_id` the offer it was made from."""

    words = _("“%(title)s” was made as a copy of another offer.")

    source_id: int


@dataclass(frozen=True)
class CategoryAdded(Fact):
    subject: ClassVar[str] = "category_id"
    words = _("The category “%(name)s” was added.")

    category_id: int
    name: str


@dataclass(frozen=True)
class CategoryEdited(Fact):
    """`fields` are the names of what changed, with commas between them."""

    subject: ClassVar[str] = "category_id"
    words = _("The category “%(name)s” was changed.")

    category_id: int
    name: str
    fields: str
