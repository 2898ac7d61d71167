"""Refusals: what an action answers when it may not, or can not, do as asked.

A refusal names its reason in the reader's language. Web doors show it beside `field` or as a notice; the API
answers with it as problem+json, `status` being the HTTP status and `code` a stable name for programs.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """`message` is a (lazily) translated sentence; `field` the form field it belongs to, if one is to blame."""

    status: int = 409
    default_code: ClassVar[str] = "refused"
    default_message: ClassVar[Any] = _("This can not be done right now.")

    def __init__(
        self, code: str = "", message: Any = "", field: str | None = None, *, status: int | None = None
    ) -> None:
        self.code = code or self.default_code
        self.message = message or self.default_message
        self.field = field
        if status is not None:
            self.status = status
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message)


class Invalid(Refused):
    """What was given is not acceptable; `field` says where."""

    status = 422
    default_code = "invalid"
    default_message = _("Please check what you entered.")


class InvalidPhone(Invalid):
    """Here and not in kit.locale.phones, because gettext's tools look for no messages under a `locale` folder."""

    default_code = "phone_invalid"
    default_message = _("Please enter a valid phone number, such as 01712-345678.")


class NotAllowed(Refused):
    """The actor is known and may not do this."""

    status = 403
    default_code = "not_allowed"
    default_message = _("You are not allowed to do this.")


class NotFoundHere(Refused):
    """There is no such thing, or none that this actor may know of."""

    status = 404
    default_code = "not_found"
    default_message = _("We could not find this.")


class Conflict(Refused):
    """Somebody or something was faster; look again and retry."""

    status = 409
    default_code = "conflict"
    default_message = _("This has changed in the meantime. Please look again.")


class TooMany(Refused):
    """A limit on how often this may be done. `retry_after` is in seconds."""

    status = 429
    default_code = "too_many"
    default_message = _("That was too often. Please wait a moment and try again.")

    def __init__(self, code: str = "", message: Any = "", field: str | None = None, *, retry_after: int = 60) -> None:
        super().__init__(code, message, field)
        self.retry_after = retry_after
