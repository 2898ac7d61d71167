"""Begin a conversation: about an offer, with a studio, about an order from either side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dhara.catalog.offers.queries import on_market
from dhara.checkout.models import Order
from dhara.checkout.orders import queries as orders
from dhara.kit import clock
from dhara.kit.actor import GUEST, Actor
from dhara.kit.refusal import Conflict, Refused
from dhara.people.access.queries import Viewer
from dhara.people.conversations import actions, mail, queries, rules
from dhara.people.models import Account, Conversation, MessageFile, Party, Studio
from dhara.people.studios.queries import by_handle
from dhara.web.messages.seats import Seat
from dhara.web.messages.views.thread import take_in
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


@dataclass(frozen=True)
class Matter:
    """What is to be talked about, by whom with whom. `back` is the page it was asked from."""

    subject: str
    title: str
    studio: Studio
    customer: actions.Customer
    by: Actor
    back: str
    role: str = rules.CUSTOMER
    desk: Desk | None = None


@require_http_methods(["GET", "POST"])
@private
@login_required
@limited("ask", 30, 600, method="POST")
def offer(request: HttpRequest, offer_id: int) -> HttpResponseBase:
    at = clock.now()
    found = on_market(at).select_related("studio").filter(pk=offer_id).first() if offer_id < 2**63 else None
    if found is None:
        raise Http404
    back = f"/@{found.studio.handle}/{found.slug}"
    return _ask(request, _of_account(request, f"offer:{found.pk}", found.title, found.studio, back), at)


@require_http_methods(["GET", "POST"])
@private
@login_required
@limited("ask", 30, 600, method="POST")
def studio(request: HttpRequest, handle: str) -> HttpResponseBase:
    found, _moved = by_handle(handle)
    if found is None:
        raise Http404
    return _ask(
        request, _of_account(request, f"studio:{found.pk}", found.name, found, f"/@{found.handle}"), clock.now()
    )


@require_http_methods(["GET", "POST"])
@private
@limited("ask", 30, 600, method="POST")
def order(request: HttpRequest, token: str, handle: str) -> HttpResponseBase:
    """The buyer, by the secret of the order; an order of an account is talked about by that account only."""
    found = orders.by_token(token)
    line = found.lines.filter(studio__handle__iexact=handle).select_related("studio").first() if found else None
    if found is None or line is None or found.paid_at is None:
        raise Http404
    viewer = Viewer(request.user)
    if found.account_id is not None and found.account_id != viewer.account_id:
        if viewer.account_id is None:
            return redirect_to_login(request.get_full_path())
        raise Http404
    by = GUEST if found.account_id is None else viewer.actor
    matter = Matter(
        f"order:{found.pk}", _title(found, line.title), line.studio, _buyer(found), by, f"/library/o/{token}/"
    )
    return _ask(request, matter, clock.now())


@require_http_methods(["GET", "POST"])
@member("answer_messages")
@private
def buyer(request: HttpRequest, desk: Desk, number: str) -> HttpResponseBase:
    """The studio writes to the buyer of an order."""
    line = desk.studio.order_lines.filter(order__number=number, paid_at__isnull=False).select_related("order").first()
    if line is None:
        raise Http404
    matter = Matter(
        f"order:{line.order_id}",
        _title(line.order, line.title),
        desk.studio,
        _buyer(line.order),
        desk.by,
        f"/studio/{desk.studio.handle}/orders/{number}/",
        rules.STUDIO,
        desk,
    )
    return _ask(request, matter, clock.now())


def _of_account(request: HttpRequest, subject: str, title: str, of: Studio, back: str) -> Matter:
    account = request.user
    assert isinstance(account, Account)
    customer = actions.Customer(account.get_full_name(), account.language, account.pk)
    return Matter(subject, title, of, customer, Viewer(account).actor, back)


def _title(found: Order, first: str) -> str:
    return f"{found.number} · {first}"


def _buyer(found: Order) -> actions.Customer:
    return actions.Customer(found.name, found.language, found.account_id, found.email)


def _ask(request: HttpRequest, matter: Matter, at: datetime) -> HttpResponseBase:
    """The page with a first message, or the conversation that there is."""
    known = queries.about(matter.subject, studio_id=matter.studio.pk, account_id=matter.customer.account_id)
    if known is not None and known.messages.exists():
        return redirect(_address(known, matter))
    refusal: Refused | None = None
    waiting: list[MessageFile] = []
    if request.method == "POST":
        try:
            return redirect(_begin(request, matter, waiting, at))
        except Refused as refused:
            refusal = refused
            if isinstance(refused, Conflict) and refused.code == "own_studio":
                messages.error(request, str(refused.message))
                return redirect(matter.back)
    context = {
        "outline": "base_studio.html" if matter.desk else "base_focus.html",
        "matter": matter,
        "kind": rules.KINDS[matter.subject.partition(":")[0]],
        "refusal": refusal,
        "body": request.POST.get("body", ""),
        "waiting": waiting,
    }
    if matter.desk is not None:
        context = frame(matter.desk, "messages", **context)
    return render(request, "messages/ask.html", context, status=refusal.status if refusal else 200)


def _begin(request: HttpRequest, matter: Matter, waiting: list[MessageFile], at: datetime) -> str:
    """Open it and write; the address of what came of it. Raises Refused."""
    who = matter.customer
    opened = actions.open_about(
        matter.subject,
        title=matter.title,
        studio_id=matter.studio.pk,
        customer=who,
        agreed=orders.have_dealt(matter.studio.pk, account_id=who.account_id, email=who.email),
        by=matter.by,
        at=at,
    )
    party = Party.objects.select_related("conversation__studio").get(conversation=opened, role=matter.role)
    take_in(request, Seat(party, matter.by, "", ""), waiting, at)
    files = [each.pk for each in waiting]
    made = actions.write(party_id=party.pk, body=request.POST.get("body", ""), files=files, by=matter.by, at=at)
    if made.waits:
        messages.warning(request, _("Your message waits for a look by the operator. Below it stands why."))
    else:
        messages.success(request, _("Sent. The answer will stand here, and you get an e-mail."))
    return mail.address_of(party)


def _address(known: Conversation, matter: Matter) -> str:
    party = Party.objects.select_related("conversation__studio").get(conversation=known, role=matter.role)
    return mail.address_of(party)
