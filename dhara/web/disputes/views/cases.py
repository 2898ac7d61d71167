"""One case: a page for both sides, and what each of them can do there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dhara.kit import clock
from dhara.kit.currency import parse_amount
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, Refused
from dhara.trust.disputes import actions, queries, rules
from dhara.trust.models import Case
from dhara.web.disputes import now as nows
from dhara.web.disputes.handed import Basket
from dhara.web.disputes.seats import Seat
from dhara.web.disputes.words import LOOKS, TONES, division, money, name_of, story, worth
from dhara.work.engagements.queries import left
from dhara.work.engagements.rules import BUYER, MODES, WORKER


def opening(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """GET: the form; the case that is open already; the room where nothing can be disputed now. POST: open it."""
    if seat.case is not None:
        return redirect(seat.home)
    if not seat.acts:
        raise NotAllowed
    if MODES[seat.unit.mode].step(seat.unit.status, "dispute") is None:
        messages.warning(request, _("There is nothing to rule about now."))
        return redirect(seat.room)
    if request.method != "POST":
        return _open_form(request, seat)
    at = clock.now()
    basket = Basket(seat, at)
    try:
        basket.fill(request)
        text = rules.check_text(request.POST.get("text", ""))
        part = _part(request, seat, left(seat.unit))
        case = actions.open_case(seat.unit.pk, text=text, to_worker=part, files=basket.files, by=seat.by, at=at)
    except Conflict:
        return redirect(request.path)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _open_form(request, seat, refusal, basket)
    messages.success(request, _("The other side was told, and asked to answer."))
    return redirect(f"{seat.base}{case.pk}/")


def _open_form(
    request: HttpRequest, seat: Seat, refusal: Refused | None = None, basket: Basket | None = None
) -> HttpResponse:
    price = queries.price_of(seat.unit, seat.case)
    context = seat.context(
        refusal=refusal,
        wrong=refusal.field if refusal else "",
        text=request.POST.get("text", ""),
        amount=request.POST.get("amount", ""),
        kept=basket.kept() if basket else [],
        most=rules.MOST_TEXT,
        whole=money(seat, worth(seat, price)),
        is_buyer=seat.side == BUYER,
    )
    return render(request, "disputes/open.html", context, status=refusal.status if refusal else 200)


def case(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    return page(request, seat)


def page(
    request: HttpRequest, seat: Seat, refusal: Refused | None = None, noun: str = "", basket: Basket | None = None
) -> HttpResponse:
    """With a refusal: why it was not done, how it stands now; what was typed and the files are in its form again."""
    case = seat.case
    assert case is not None
    price = queries.price_of(seat.unit, seat.case)
    hears = case.status in rules.HEARS and seat.acts
    waiting = queries.proposals(case)
    lost = seat.acts and case.status == rules.RULED and seat.side in queries.lost_by(case)
    context = seat.context(
        now=nows.now(seat),
        tone=TONES[case.status],
        claims=_claims(seat, case, price),
        theirs=[(each, division(seat, each.to_worker, price)) for each in waiting if each.role != seat.side],
        ours=[(each, division(seat, each.to_worker, price)) for each in waiting if each.role == seat.side],
        answers=hears and case.status == rules.ANSWER and not seat.mine,
        hears=hears,
        hands_over=hears and case.status == rules.TALK,
        takes_back=seat.acts and seat.mine and case.status in (rules.ANSWER, rules.TALK, rules.JUDGE),
        decides=lost and seat.side not in queries.agreed_by(case),
        ruling=division(seat, case.to_worker, price) if case.to_worker is not None else [],
        events=story(seat, price),
        whole=money(seat, worth(seat, price)),
        other=name_of(seat, rules.other(seat.side)),
        is_buyer=seat.side == BUYER,
        most=rules.MOST_TEXT,
        refusal=refusal,
        typed=request.POST.get("text", "") or request.POST.get("answer", ""),
        noun=noun,
        kept=basket.kept() if basket else [],
        typed_amount=request.POST.get("amount", ""),
    )
    return render(request, "disputes/case.html", context, status=refusal.status if refusal else 200)


def _claims(seat: Seat, case: Case, price: int) -> list[dict[str, Any]]:
    """What each side wants; the other one's can be agreed to as it stands."""
    found = []
    for role in (case.role, rules.other(case.role)):
        claim = queries.claim_of(case, role)
        if claim is not None and claim.to_worker is not None:
            agrees = role != seat.side and seat.acts and case.status in rules.HEARS
            lead = str(LOOKS[rules.CLAIM][2]) % {"who": name_of(seat, role)}
            said = {"lead": lead, "text": claim.text, "parts": division(seat, claim.to_worker, price)}
            found.append({**said, "to_worker": claim.to_worker, "agrees": agrees})
    return found


def deed(request: HttpRequest, seat: Seat, noun: str) -> HttpResponseBase:
    """One verb on the case, by its noun."""
    verb = _DEEDS.get(noun)
    if verb is None:
        raise NotFoundHere
    return _carry_out(request, seat, lambda basket: verb(request, seat, basket), str(_done(noun)), noun)


def answer_proposal(request: HttpRequest, seat: Seat, settlement_id: int, way: str) -> HttpResponseBase:
    """The other side's proposal is accepted or declined, the own one taken back."""
    case = seat.case
    assert case is not None
    if way not in ("agreement", "refusal", "withdrawal") or not case.proposals.filter(pk=settlement_id).exists():
        raise NotFoundHere
    words = {"agreement": _("Settled. The money is on its way to each."), "refusal": _("You said no.")}

    def verb(basket: Basket) -> object:
        at = basket.at
        if way == "agreement":
            return actions.agree(settlement_id, by=seat.by, at=at)
        if way == "refusal":
            return actions.decline(settlement_id, answer=request.POST.get("answer", ""), by=seat.by, at=at)
        return actions.take_back(settlement_id, by=seat.by, at=at)

    return _carry_out(request, seat, verb, words.get(way, _("Taken back.")))


def _carry_out(
    request: HttpRequest, seat: Seat, verb: Callable[[Basket], object], said: str, noun: str = ""
) -> HttpResponseBase:
    if not seat.acts:
        raise NotAllowed
    basket = Basket(seat, clock.now())
    try:
        if noun in SHOWING:
            basket.fill(request)
        verb(basket)
    except (NotFoundHere, NotAllowed):
        raise
    except Refused as refusal:
        return page(request, seat.again(), refusal, noun, basket)
    messages.success(request, said)
    return redirect(seat.home)


def _answer(request: HttpRequest, seat: Seat, basket: Basket) -> object:
    case = _of(seat)
    text, part = rules.check_text(request.POST.get("text", "")), _part(request, seat, case.amount)
    return actions.answer(case.pk, text=text, to_worker=part, files=basket.files, by=seat.by, at=basket.at)


def _say(request: HttpRequest, seat: Seat, basket: Basket) -> object:
    text = rules.check_text(request.POST.get("text", ""))
    return actions.say(_of(seat).pk, text=text, files=basket.files, by=seat.by, at=basket.at)


def _propose(request: HttpRequest, seat: Seat, basket: Basket) -> object:
    case = _of(seat)
    part = _part(request, seat, case.amount)
    if part is None:
        raise Invalid("part_missing", _("Say an amount."), "amount")
    return actions.propose(case.pk, to_worker=part, text=request.POST.get("text", ""), by=seat.by, at=basket.at)


def _appeal(request: HttpRequest, seat: Seat, basket: Basket) -> object:
    text = rules.check_text(request.POST.get("text", ""))
    return actions.appeal(_of(seat).pk, text=text, files=basket.files, by=seat.by, at=basket.at)


def _concede(request: HttpRequest, seat: Seat, basket: Basket) -> object:
    given = request.POST.get("part", "")
    part = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else -1
    return actions.concede(_of(seat).pk, to_worker=part, by=seat.by, at=basket.at)


# The forms that files can come with.
SHOWING: Final = ("answer", "evidence", "appeal")
_DEEDS: dict[str, Callable[[HttpRequest, Seat, Basket], object]] = {
    "answer": _answer,
    "evidence": _say,
    "proposals": _propose,
    "agreement": _concede,
    "handover": lambda _request, seat, basket: actions.hand_over(_of(seat).pk, by=seat.by, at=basket.at),
    "withdrawal": lambda _request, seat, basket: actions.withdraw(_of(seat).pk, by=seat.by, at=basket.at),
    "acceptance": lambda _request, seat, basket: actions.accept(_of(seat).pk, by=seat.by, at=basket.at),
    "appeal": _appeal,
}


def _done(noun: str) -> str:
    return {
        "answer": _("Your answer is with the other side."),
        "evidence": _("Added. The other side can read it."),
        "proposals": _("Your proposal is with the other side."),
        "agreement": _("Settled. The money is on its way to each."),
        "handover": _("The operator was told, and decides."),
        "withdrawal": _("Taken back. The work goes on."),
        "acceptance": _("You have agreed to the ruling."),
        "appeal": _("The operator was told, and looks at it again."),
    }[noun]


def _of(seat: Seat) -> Case:
    assert seat.case is not None
    return seat.case


def _part(request: HttpRequest, seat: Seat, amount: int) -> int | None:
    """The worker's part by what this side typed for itself; None where nothing was. Raises Invalid on `amount`."""
    typed = request.POST.get("amount", "").strip()
    if not typed:
        return None
    try:
        own = parse_amount(typed, seat.engagement.currency).minor
    except Invalid as refusal:
        raise Invalid(refusal.code, refusal.message, "amount") from refusal
    price, counts = queries.price_of(seat.unit, seat.case), seat.side == WORKER and seat.may("see_money")
    return queries.part_asked(own, amount, price, seat.side, counts_share=counts)
