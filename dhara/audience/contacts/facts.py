"""What can have happened to a contact. No address is in a fact."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class ContactSubscribed(Fact):
    """`source` is form:<id>, import:<id>, order:<id>, api, hand or preferences."""

    subject = "contact_id"
    words = _("Somebody subscribed to a studio's letters.")
    contact_id: int
    source: str = ""


@dataclass(frozen=True)
class ContactUnsubscribed(Fact):
    """`source` is link, one_click, preferences, hand or api; `message_id` the letter it came from, 0 for none."""

    subject = "contact_id"
    words = _("Somebody unsubscribed.")
    contact_id: int
    source: str = ""
    message_id: int = 0


@dataclass(frozen=True)
class ContactBounced(Fact):
    subject = "contact_id"
    words = _("Letters to a contact come back.")
    contact_id: int
    hard: bool = True


@dataclass(frozen=True)
class ContactComplained(Fact):
    subject = "contact_id"
    words = _("A contact marked a letter as spam.")
    contact_id: int
    message_id: int = 0


@dataclass(frozen=True)
class ContactErased(Fact):
    subject = "contact_id"
    words = _("A contact was erased.")
    contact_id: int


@dataclass(frozen=True)
class ContactTagged(Fact):
    """Recorded for what people, forms and programs do one by one; an import with tags records none."""

    subject = "contact_id"
    words = _("A contact got a tag.")
    contact_id: int
    tag_id: int


@dataclass(frozen=True)
class ContactUntagged(Fact):
    subject = "contact_id"
    words = _("A contact lost a tag.")
    contact_id: int
    tag_id: int


@dataclass(frozen=True)
class ContactsImported(Fact):
    subject = "import_id"
    words = _("%(added)s contacts were imported.")
    import_id: int
    added: int
    changed: int
