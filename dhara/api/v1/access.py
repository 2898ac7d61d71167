"""Who calls, and what each endpoint asks of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.utils import check_csrf

from dhara.api.keys import actions, queries, rules
from dhara.api.keys.models import ApiKey
from dhara.kit.actor import Actor
from dhara.kit.refusal import NotAllowed, Refused
from dhara.people.access.queries import Viewer
from dhara.people.models import Account

ORDER_TOKEN: Final = "Order-Token"  # noqa: S105 - the name of a header
F = TypeVar("F", bound=Callable[..., Any])


class NotSignedIn(Refused):
    """Nobody, or nobody that we know, asks for what only some may see."""

    status = 401
    default_code = "not_signed_in"
    default_message = _("Please send an API key, or sign in.")


class Forged(NotAllowed):
    default_code = "csrf"
    default_message = _("Send the CSRF token along with the session cookie, or use an API key.")


@dataclass(frozen=True)
class Access:
    """What an endpoint asks for. `scope` is what a key must have; a signed-in person has every scope.

    `anybody`: no key is needed. `token`: the secret of an order will do. `of_studio`: keys of a studio may as well.
    `often`: it may be asked as often as one may read, though it is a POST. `also`: another scope that opens the door;
    the endpoint looks which of the two its case needs.
    """

    scope: str
    anybody: bool = False
    token: bool = False
    of_studio: bool = False
    often: bool = False
    also: str = ""


MARKET: Final = Access(rules.OFFERS_READ, anybody=True, of_studio=True)
SELF: Final = Access(rules.ME_READ)
WISHING: Final = Access(rules.ME_WRITE)
WRITING_OFFERS: Final = Access(rules.OFFERS_WRITE, of_studio=True)
CATALOG: Final = Access(rules.CATALOG_READ, of_studio=True)
WRITING_CATALOG: Final = Access(rules.CATALOG_WRITE, of_studio=True)
PURCHASES: Final = Access(rules.ORDERS_READ)
SALES: Final = Access(rules.ORDERS_READ, of_studio=True)
ONE_ORDER: Final = Access(rules.ORDERS_READ, token=True)
ORDERING: Final = Access(rules.ORDERS_WRITE, anybody=True)
MONEY: Final = Access(rules.MONEY_READ, of_studio=True)
PAYING_OUT: Final = Access(rules.PAYOUTS_WRITE, of_studio=True)
# Programs of buyers, on many machines behind one address.
USING: Final = Access(rules.OFFERS_READ, anybody=True, of_studio=True, often=True)
LICENCES: Final = Access(rules.LICENCES_READ, of_studio=True)
WRITING_LICENCES: Final = Access(rules.LICENCES_WRITE, of_studio=True)
WEBHOOKS: Final = Access(rules.WEBHOOKS, of_studio=True)
OWN_WEBHOOKS: Final = Access(rules.WEBHOOKS)
REFUNDS: Final = Access(rules.REFUNDS_READ, of_studio=True)
REFUNDING: Final = Access(rules.REFUNDS_WRITE, of_studio=True)
DISPUTES: Final = Access(rules.DISPUTES_READ, of_studio=True)
ANSWERING: Final = Access(rules.DISPUTES_WRITE, of_studio=True)
COUPONS: Final = Access(rules.COUPONS_READ, of_studio=True)
WRITING_COUPONS: Final = Access(rules.COUPONS_WRITE, of_studio=True)
WRITING_PAPERS: Final = Access(rules.PAPERS_WRITE, of_studio=True)
AUDIENCE: Final = Access(rules.AUDIENCE_READ, of_studio=True)
WRITING_AUDIENCE: Final = Access(rules.AUDIENCE_WRITE, of_studio=True)
SENDING_LETTERS: Final = Access(rules.LETTERS_SEND, of_studio=True)
WORK: Final = Access(rules.WORK_READ, of_studio=True)
WORKING: Final = Access(rules.WORK_WRITE, of_studio=True)
UPLOADING: Final = Access(rules.WORK_WRITE, of_studio=True, often=True, also=rules.CATALOG_WRITE)
JOB_BOARD: Final = Access(rules.JOBS_READ, anybody=True, of_studio=True)
OWN_JOBS: Final = Access(rules.JOBS_READ)
POSTING: Final = Access(rules.JOBS_WRITE)
PROPOSALS: Final = Access(rules.JOBS_READ, of_studio=True)
PROPOSING: Final = Access(rules.JOBS_WRITE, of_studio=True)
FUNDINGS: Final = Access(rules.FUNDINGS_READ)
FUNDING: Final = Access(rules.FUNDINGS_WRITE)
CAMPAIGNS: Final = Access(rules.CAMPAIGNS_READ)
CAMPAIGNING: Final = Access(rules.CAMPAIGNS_WRITE)
TASKS: Final = Access(rules.TASKS_READ, of_studio=True)
DOING_TASKS: Final = Access(rules.TASKS_WRITE, of_studio=True)
REVIEWS_OF_STUDIO: Final = Access(rules.REVIEWS_READ, anybody=True, of_studio=True)
REVIEWS: Final = Access(rules.REVIEWS_READ, of_studio=True)
REVIEWING: Final = Access(rules.REVIEWS_WRITE, of_studio=True)
TALKS: Final = Access(rules.MESSAGES_READ, of_studio=True)
TALKING: Final = Access(rules.MESSAGES_WRITE, of_studio=True)
PAYING: Final = Access(rules.ORDERS_WRITE, token=True)


def needs(access: Access) -> Callable[[F], F]:
    """Says what an endpoint asks for; the door (door.py) holds to it before anything else happens."""

    def mark(endpoint: F) -> F:
        endpoint.access = access  # type: ignore[attr-defined]  # declared beside the function
        return endpoint

    return mark


@dataclass(frozen=True)
class Caller:
    """Who calls: a key's account, a signed-in one, or nobody. `order_token` as it was sent, unproven."""

    account: Account | None = None
    key: ApiKey | None = None
    order_token: str = ""

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.account)

    @property
    def by(self) -> Actor:
        return self.viewer.actor

    @property
    def person(self) -> Account:
        """The account behind an endpoint that not anybody may use."""
        if self.account is None:
            raise NotSignedIn()
        return self.account

    @property
    def name(self) -> str:
        """Under which uses are counted; empty for nobody."""
        if self.key is not None:
            return f"key:{self.key.pk}"
        return f"account:{self.account.pk}" if self.account else ""

    def require(self, access: Access) -> None:
        """Raises NotSignedIn or NotAllowed (`scope`, `studio_key`)."""
        if self.key is not None:
            if not {access.scope, access.also} & set(self.key.scopes):
                raise NotAllowed("scope", _("This key may not do this: it lacks the scope %s.") % access.scope)
            if self.key.studio_id and not access.of_studio:
                raise NotAllowed("studio_key", _("This key is for a studio, and this is about a person."))
        elif self.account is None and not access.anybody and not (access.token and self.order_token):
            raise NotSignedIn()


def caller_of(request: HttpRequest, at: datetime) -> Caller:
    """Who sent the request. A key counts before a cookie. Raises NotSignedIn for a key that is not in force."""
    token = request.headers.get(ORDER_TOKEN, "")
    given = request.headers.get("Authorization")
    if given is not None:
        scheme, _space, text = given.partition(" ")
        key = queries.find(text.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            raise NotSignedIn("key_invalid", _("This API key is not valid, or it was revoked."))
        actions.note_use(key, at=at)
        return Caller(key.account, key, token)
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated and request.user.is_active:
        _check_same_site(request)
        return Caller(request.user, None, token)
    return Caller(order_token=token)


def _check_same_site(request: HttpRequest) -> None:
    """A cookie is sent along by any page: what changes something must also show the token that only ours know."""
    if check_csrf(request) is not None:
        raise Forged()


def caller(request: HttpRequest) -> Caller:
    """Whom the door found."""
    found: Caller = request.caller  # type: ignore[attr-defined]  # the door puts it there
    return found
