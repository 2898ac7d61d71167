"""What can have happened to an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class AccountConfirmed(Fact):
    """A person has proven an e-mail address of theirs; what was bought with it as a guest can become theirs."""

    subject: ClassVar[str] = "account_id"
    words: ClassVar[object] = _("The email address was confirmed")

    account_id: int


@dataclass(frozen=True)
class AccountEdited(Fact):
    """Name, language, time zone or the operator's right were changed; `fields` names them, separated by commas."""

    subject: ClassVar[str] = "account_id"
    words: ClassVar[object] = _("The profile was changed")

    account_id: int
    fields: str
