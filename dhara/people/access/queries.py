"""What an account may do in a studio; whether it is an operator."""

from __future__ import annotations

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from dhara.kit.actor import GUEST, Actor, operator, person
from dhara.people.accounts.models import Account
from dhara.people.studios import rules
from dhara.people.studios.models import Studio
from dhara.people.studios.queries import role_of

Somebody = Account | AnonymousUser | None


@dataclass
class Viewer:
    """Somebody looking through a door during one request. Roles are read once per studio and kept here only."""

    account: Somebody
    _roles: dict[int, str | None] = field(default_factory=dict)

    @property
    def account_id(self) -> int | None:
        return self.account.pk if isinstance(self.account, Account) and self.account.is_active else None

    @property
    def actor(self) -> Actor:
        """The `by=` of the actions that this viewer calls."""
        return GUEST if self.account_id is None else person(self.account_id)

    def role_in(self, studio: Studio) -> str | None:
        """owner, manager, editor, support, viewer; None for an outsider."""
        if studio.pk not in self._roles:
            self._roles[studio.pk] = role_of(self.account_id, studio.pk)
        return self._roles[studio.pk]

    def knows(self, studio: Studio, role: str | None) -> None:
        """Keep a role that was read along with the studio, so that it is not read again."""
        self._roles[studio.pk] = role

    def may(self, studio: Studio, verb: str) -> bool:
        """Whether `verb` (a key of PERMISSIONS) is possible now, for hiding what would be refused."""
        stopped = verb in rules.STOPPED.get(studio.status, ())
        return not stopped and rules.role_may(self.role_in(studio), verb)

    def require(self, studio: Studio, verb: str) -> str:
        """The viewer's role. Raises NotFoundHere, NotAllowed or Conflict (see `studios.rules.allow`)."""
        role = self.role_in(studio)
        rules.allow(role, verb, studio.status)
        assert role is not None
        return role


def role_in(account: Somebody, studio: Studio) -> str | None:
    return Viewer(account).role_in(studio)


def may(account: Somebody, studio: Studio, verb: str) -> bool:
    return Viewer(account).may(studio, verb)


def require(account: Somebody, studio: Studio, verb: str) -> str:
    return Viewer(account).require(studio, verb)


def studios_of(account: Somebody) -> QuerySet[Studio]:
    """The studios that an account belongs to, whatever their state, by name. The one query for "my studios"."""
    mine = Viewer(account).account_id
    return Studio.objects.filter(members__account_id=mine).order_by("name", "id") if mine else Studio.objects.none()


def has_second_factor(account: Somebody) -> bool:
    """Whether sign-in asks for an app's code or a passkey (recovery codes alone do not count)."""
    strong = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    mine = Viewer(account).account_id
    return mine is not None and Authenticator.objects.filter(user_id=mine, type__in=strong).exists()


def is_operator(account: Somebody) -> bool:
    """Whether the account may enter the console: named an operator and protected by a second factor."""
    return isinstance(account, Account) and account.is_staff and has_second_factor(account)


def operator_actor(account: Account) -> Actor:
    """The `by=` of an operator's verbs. Raises PermissionError when the account is none (a door forgot to ask)."""
    if not is_operator(account):
        raise PermissionError(account.pk)
    return operator(account.pk)


def require_actor(by: Actor, studio: Studio, verb: str) -> None:
    """What an action asks: may `by` do this in the studio? Dhara itself may; an operator has verbs of their own.

    Raises NotFoundHere, NotAllowed or Conflict, as `require` does.
    """
    if by.kind != "system":
        rules.allow(role_of(by.id, studio.pk) if by.kind == "person" else None, verb, studio.status)
