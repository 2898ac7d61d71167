"""What can be set, its default, its unit and its bounds; and how a frozen set is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

UNITS: Final[dict[str, Any]] = {
    "bp": _("hundredths of a percent"),
    "minor": _("smallest units of the currency"),
    "days": _("days"),
    "minutes": _("minutes"),
    "seconds": _("seconds"),
    "hours": _("hours"),
    "letters": _("e-mails"),
    "tries": _("tries"),
    "files": _("files in one go"),
    "megabytes": _("megabytes"),
    "switch": _("0 for no, 1 for yes"),
}


@dataclass(frozen=True)
class Rule:
    """`value` counts until somebody sets another between 0 and `highest`; `unit` is one of UNITS."""

    value: int
    unit: str
    label: Any
    highest: int


DEFAULTS: Final[dict[str, Rule]] = {
    "platform.fee_bp": Rule(500, "bp", _("The platform's share of each sale"), 10_000),
    "platform.fee_minor": Rule(0, "minor", _("The platform's fixed fee for each line sold"), 10**9),
    "clearing.days": Rule(7, "days", _("Days until a seller may withdraw what was sold"), 365),
    "order.expires_minutes": Rule(60, "minutes", _("How long an unpaid order waits"), 60 * 24 * 30),
    "cart.reminder_hours": Rule(
        24, "hours", _("How long a cart lies unpaid until its owner is reminded, if asked; 0 reminds nobody"), 24 * 29
    ),
    "cart.reminds": Rule(1, "switch", _("Whether a studio's offers are in reminders of carts"), 1),
    "upsell.minutes": Rule(60, "minutes", _("How long after a payment something more is offered"), 60 * 24),
    "gateway.bank.patience_days": Rule(5, "days", _("How long an order waits for a bank transfer"), 60),
    "gateway.bank.min_minor": Rule(1_000, "minor", _("The smallest amount to be paid by bank transfer"), 10**9),
    "gateway.bkash.fee_bp": Rule(150, "bp", _("The fee of bKash, as agreed with it"), 10_000),
    "gateway.bkash.min_minor": Rule(100, "minor", _("The smallest amount to be paid by bKash"), 10**9),
    "gateway.bkash.max_minor": Rule(5_000_000, "minor", _("The largest amount to be paid by bKash"), 10**9),
    "gateway.nagad.fee_bp": Rule(150, "bp", _("The fee of Nagad, as agreed with it"), 10_000),
    "gateway.sandbox.fee_bp": Rule(150, "bp", _("The fee of the sandbox gateway"), 10_000),
    "gateway.sandbox.min_minor": Rule(100, "minor", _("The smallest amount that the sandbox gateway takes"), 10**9),
    "gateway.sandbox.late_seconds": Rule(20, "seconds", _("How late the sandbox pays when asked to pay late"), 86_400),
    "letters.cap_per_day": Rule(
        3,
        "letters",
        _("How many letters of a studio a contact gets in a day at most; 0 for no limit"),
        50,
    ),
    "letters.domain_per_minute": Rule(
        0, "letters", _("How many letters leave for one domain in a minute at most; 0 for no limit"), 10**6
    ),
    "letters.soft_bounces": Rule(
        5, "letters", _("After how many letters in 30 days that came back an address gets no more"), 100
    ),
    "refund.window_days": Rule(0, "days", _("How long buyers may ask for their money back; 0 promises nothing"), 365),
    "refund.answer_days": Rule(3, "days", _("How long a seller may take to answer a request for a refund"), 30),
    "refund.platform_fee_bp": Rule(10_000, "bp", _("How much of the platform's share a refund gives back"), 10_000),
    "refund.gateway_fee_bp": Rule(0, "bp", _("How much of the gateway's fee the platform bears in a refund"), 10_000),
    "tax.late_id_days": Rule(
        60, "days", _("How long after paying a business may add its tax id and get the tax back; 0 for never"), 365
    ),
    "dispute.fee_bp": Rule(10_000, "bp", _("How much of the gateway's fee for a dispute the seller bears"), 10_000),
    "dispute.answer_days": Rule(
        7, "days", _("How long a dispute waits for evidence where the gateway names no day"), 60
    ),
    "dispute.keeps_access": Rule(0, "switch", _("Whether buyers keep access while their payment is disputed"), 1),
    "work.gig.accept_days": Rule(3, "days", _("After how many days without an answer a delivered gig is accepted"), 30),
    "work.gig.late_hours": Rule(24, "hours", _("How late a gig may be before its buyer may cancel alone"), 24 * 14),
    "work.change_hours": Rule(
        48, "hours", _("How long one side of paid work may take to answer what the other asks for"), 24 * 14
    ),
    "work.files.most": Rule(20, "files", _("How many files are handed in with one step of paid work at most"), 100),
    "work.files.buyer_megabytes": Rule(
        100, "megabytes", _("How large a file may be that a buyer gives to who does the work"), 1024
    ),
    "case.answer_hours": Rule(
        72, "hours", _("How long the other side may take to answer when one side of paid work asks for a ruling"), 720
    ),
    "case.talk_hours": Rule(
        72, "hours", _("How long both sides may then settle it between them, until an operator rules"), 720
    ),
    "case.appeal_hours": Rule(
        120, "hours", _("How long a ruling may be appealed against; its money moves only after that"), 720
    ),
    "work.job_idle_days": Rule(30, "days", _("After how many days that nobody touches it a job is closed"), 365),
    "work.offer_days": Rule(7, "days", _("How long an offer to work together waits for an answer"), 90),
    "work.fixed.accept_days": Rule(
        14, "days", _("After how many days without an answer a milestone that was handed in is accepted"), 60
    ),
    "work.fixed.claim_days": Rule(
        7, "days", _("How long who did the work may claim the money of a project that the client ended"), 60
    ),
    "work.fixed.answer_days": Rule(5, "days", _("How long a client may take to answer such a claim"), 60),
    "work.hourly.edit_hours": Rule(
        12, "hours", _("How many hours after a week by the hour its time may still be written down"), 72
    ),
    "work.hourly.review_hours": Rule(
        120, "hours", _("How many hours after a week by the hour its bill is accepted without an answer"), 720
    ),
    "work.hourly.idle_days": Rule(
        30, "days", _("After how many days without money for another week work by the hour ends"), 365
    ),
    "work.micro.accept_days": Rule(
        7, "days", _("After how many days at most a micro task that nobody looked at is accepted"), 14
    ),
    "work.micro.appeal_days": Rule(7, "days", _("How long a worker may appeal, and how long an appeal waits"), 30),
    "work.micro.reserve_bp": Rule(
        500, "bp", _("What a campaign pays in besides its rewards, for rejections that are overturned"), 10_000
    ),
    "work.micro.spike_least": Rule(
        20,
        "tries",
        _("So many rejections in an hour, if they are most of what was decided, freeze a campaign"),
        100_000,
    ),
    "work.micro.tries": Rule(2, "tries", _("How often a rejected micro task may be put right"), 10),
    "review.days": Rule(14, "days", _("How long the two sides of ended work may review each other"), 60),
    "review.min_minor": Rule(
        1_000, "minor", _("The smallest amount that must have been paid for work that is reviewed"), 10**9
    ),
    "payout.min_minor": Rule(10_000, "minor", _("The smallest amount of a payout"), 10**9),
    "payout.fee_bp": Rule(0, "bp", _("The fee of a payout, by its amount"), 10_000),
    "payout.fee_minor": Rule(0, "minor", _("The fixed fee of a payout"), 10**9),
    "payout.approve_minor": Rule(5_000_000, "minor", _("Payouts above this wait for an operator"), 10**15),
    "payout.cooling_days": Rule(3, "days", _("How long payouts wait after payout details were changed"), 60),
    "payout.repeat_minutes": Rule(10, "minutes", _("When a payout that a gateway does not know is sent again"), 1440),
}
# The policies of which a studio may have its own row.
PER_STUDIO: Final = frozenset(
    {
        "platform.fee_bp",
        "platform.fee_minor",
        "clearing.days",
        "refund.window_days",
        "cart.reminds",
        "letters.cap_per_day",
    }
)
# Those of which a studio's own row is its members' to set.
SELLERS: Final = frozenset({"cart.reminds", "letters.cap_per_day"})

_STUDIOS = "studios"


def frozen(general: Mapping[str, int], own: Mapping[int, Mapping[str, int]]) -> dict[str, Any]:
    """The JSON that an order keeps: {name: value, …, "studios": {"7": {name: value}}} with studios' own rows only."""
    studios = {str(studio_id): dict(values) for studio_id, values in sorted(own.items()) if values}
    return {**general, **({_STUDIOS: studios} if studios else {})}


def read(kept: Mapping[str, Any], name: str, studio_id: int | None = None) -> int:
    """A number out of what `frozen` made: the studio's own, else the general one. KeyError for an unknown name."""
    own = kept.get(_STUDIOS, {}).get(str(studio_id), {})
    return int(own.get(name, kept.get(name, DEFAULTS[name].value)))
