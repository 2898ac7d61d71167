"""The deeds of a campaign: offer and pay it, let it begin, pause it, go on, stop it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer
from dhara.web.campaigns import now as nows
from dhara.web.campaigns.views.campaign import page
from dhara.work.campaigns import actions, queries, rules
from dhara.work.campaigns.queries.progress import asked_about, if_stopped, progress, purse, unpaid_funding
from dhara.work.funding.actions import fund_pool
from dhara.work.models import Campaign


def pay(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    """Offer it: its text is looked at. What is not held goes on to the payment; one that was begun is gone on with."""
    by, at = Viewer(request.user).actor, clock.now()
    try:
        offered = actions.offer(campaign.pk, by=by, at=at)
        if offered.status == rules.HELD:
            return redirect("campaigns:campaign", campaign.pk)
        assert offered.engagement is not None
        amount = queries.to_pay(offered).minor
        if not amount:
            actions.settle(offered.pk, by=by, at=at)
            return redirect("campaigns:campaign", campaign.pk)
        intent = request.POST.get("intent", "")[:64] or get_random_string(32)
        begun = unpaid_funding(offered) or fund_pool(offered.engagement.pk, amount, intent=intent, by=by, at=at)
    except Refused as refusal:
        return _refused(request, campaign, refusal)
    return redirect("funding:pay", begun.token)


def begin(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    return _act(request, campaign, actions.begin, _("It has begun: workers see it now."))


def pause(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    return _act(request, campaign, actions.pause, _("Paused. What is taken can still be handed in."))


def resumption(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    return _act(request, campaign, actions.begin, _("It goes on."))


def stop(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    """GET: what follows. POST: do it."""
    if request.method == "POST":
        return _act(request, campaign, actions.stop, _("Stopped. What nobody needs of the money is yours again."))
    money = purse(campaign)
    if campaign.status not in nows.STOPPABLE or money is None:
        return redirect("campaigns:campaign", campaign.pk)
    says = nows.stop_says(progress(campaign), money, if_stopped(campaign, money))
    context = {"campaign": campaign, "says": says, "bank": asked_about(campaign)}
    return render(request, "campaigns/stop.html", context)


def _act(request: HttpRequest, campaign: Campaign, deed: Callable[..., Campaign], said: str) -> HttpResponseBase:
    try:
        deed(campaign.pk, by=Viewer(request.user).actor, at=clock.now())
    except Refused as refusal:
        return _refused(request, campaign, refusal)
    messages.success(request, said)
    return redirect("campaigns:campaign", campaign.pk)


def _refused(request: HttpRequest, campaign: Campaign, refusal: Refused) -> HttpResponseBase:
    """On its page, as it is now."""
    fresh = Campaign.objects.select_related("engagement").get(pk=campaign.pk)
    return page(request, fresh, clock.now(), refusal)
