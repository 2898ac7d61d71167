"""The providers one can choose, and the bounds that Gmail and Yahoo set. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from ipaddress import ip_address
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.audience.sending.providers.rules import SMTP, STARTTLS
from dhara.audience.sending.rules import WARM_UP


@dataclass(frozen=True)
class Preset:
    """`host` may hold {region}. `user` is what stands for it where everybody has the same. `spf` is what the domain's
    record must include; `selectors` are the provider's usual names for its DKIM keys. `events`: it tells what
    came back.
    """

    label: Any
    host: str = ""
    port: int = 587
    security: str = STARTTLS
    user: str = ""
    spf: str = ""
    selectors: tuple[str, ...] = ()
    events: bool = True
    signs: bool = False


PRESETS: Final = {
    SMTP: Preset(_("Another server (SMTP)"), events=False),
    "amazon_ses": Preset("Amazon SES", "email-smtp.{region}.amazonaws.com", spf="amazonses.com"),
    "mailgun": Preset(
        "Mailgun", "smtp.mailgun.org", spf="mailgun.org", selectors=("mx", "pic", "k1", "smtp"), signs=True
    ),
    "postmark": Preset("Postmark", "smtp-broadcasts.postmarkapp.com", spf="spf.mtasv.net", selectors=("pm",)),
    "sendgrid": Preset("SendGrid", "smtp.sendgrid.net", user="apikey", spf="sendgrid.net", selectors=("s1", "s2")),
    "brevo": Preset("Brevo", "smtp-relay.brevo.com", spf="spf.brevo.com", selectors=("brevo1", "brevo2", "mail")),
    "mailjet": Preset("Mailjet", "in-v3.mailjet.com", spf="spf.mailjet.com", selectors=("mailjet",)),
    "resend": Preset("Resend", "smtp.resend.com", user="resend", spf="amazonses.com", selectors=("resend",)),
}
KINDS: Final = [(kind, preset.label) for kind, preset in PRESETS.items()]
# Per mille of what was sent: Gmail and Yahoo want complaints under 0.1 % and put off whoever reaches 0.3 %.
COMPLAINTS_WANTED, COMPLAINTS_MOST, BOUNCES_MOST = 1, 3, 50
# Why a way is paused: by a breaker, or by somebody.
BOUNCES, COMPLAINTS, BY_HAND = "bounces", "complaints", "hand"
BREAKERS: Final = (BOUNCES, COMPLAINTS)
PAUSES: Final = {
    BOUNCES: _("Too many letters came back. Look where the addresses are from before the rest leaves."),
    COMPLAINTS: _(
        "Too many marked the letters as spam. Look whom they went to, and whether they asked for it, before the rest "
        "leaves."
    ),
    BY_HAND: _("Somebody paused it by hand. Letters wait until it goes on; none is lost."),
}
GOOD, WATCH, BAD = "success", "marigold", "error"
# Mailboxes that anybody may have: their owners say in the DNS that nobody else may send in their name.
FREE_MAIL: Final = frozenset(
    {
        "aol.com", "gmail.com", "gmx.com", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "mail.ru",
        "me.com", "outlook.com", "proton.me", "protonmail.com", "yahoo.com", "yandex.com", "ymail.com",
        "zoho.com",
    }
)  # fmt: skip


def is_public(address: str) -> bool:
    """Whether an IP address is on the internet, and not of the host's own network."""
    number = ip_address(address.partition("%")[0])
    mapped = getattr(number, "ipv4_mapped", None) or number
    return bool(mapped.is_global and not mapped.is_multicast and not mapped.is_reserved)


def per_mille(part: int, whole: int) -> float:
    return 1000 * part / whole if whole else 0.0


def how_bounces_look(sent: int, bounced: int) -> str:
    rate = per_mille(bounced, sent + bounced)
    return BAD if rate > BOUNCES_MOST else WATCH if rate > BOUNCES_MOST / 2 else GOOD


def how_complaints_look(sent: int, complained: int) -> str:
    rate = per_mille(complained, sent)
    return BAD if rate >= COMPLAINTS_MOST else WATCH if rate >= COMPLAINTS_WANTED else GOOD


def plan(began: date) -> list[tuple[date, int]]:
    """The warm-up, day by day."""
    return [(began + timedelta(days=number), most) for number, most in enumerate(WARM_UP)]
