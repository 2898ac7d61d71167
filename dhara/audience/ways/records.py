"""What the DNS says of a sender's domain, and what it should say: SPF, DKIM, DMARC.

Asked with short patience; where no resolver answers, the finding says so instead of calling a record wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import dns.exception
import dns.resolver
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dhara.audience.ways.rules import FREE_MAIL, PRESETS

OK, WRONG, UNKNOWN = "ok", "wrong", "unknown"
PATIENCE: Final = 3.0


@dataclass(frozen=True)
class Record:
    """`name` is SPF, DKIM or DMARC; `host` where it stands, `value` what to set ("" where the provider says)."""

    name: str
    state: str
    says: Any
    host: str = ""
    kind: str = "TXT"
    value: str = ""


def examine(domain: str, kind: str, *, server: str = "", selector: str = "") -> list[Record]:
    """`server` is the SMTP server of one's own, `selector` the name of the DKIM key where one was told it."""
    if domain in FREE_MAIL:
        says = _("%(domain)s lets nobody else send in its name. Use an address of a domain of your own.")
        return [Record("DMARC", WRONG, says % {"domain": domain}, domain)]
    return [_spf(domain, kind, server), _dkim(domain, kind, selector), _dmarc(domain)]


def _spf(domain: str, kind: str, server: str) -> Record:
    include = PRESETS[kind].spf
    mine = f"include:{include}" if include else f"a:{server}" if server else "mx"
    wanted = f"v=spf1 {mine} ~all"
    texts = _texts(domain)
    if texts is None:
        return Record("SPF", UNKNOWN, _no_answer(), domain, value=wanted)
    found = [text for text in texts if text.lower().split(" ")[0] == "v=spf1"]
    if not found:
        return Record("SPF", WRONG, _("No record says who may send for this domain."), domain, value=wanted)
    if len(found) > 1:
        says = _("There are two such records, and then neither counts. Make one of them.")
        return Record("SPF", WRONG, says, domain, value=_joined(found[0], mine))
    if include and include not in found[0].lower():
        says = _("There is a record, but it does not name your provider.")
        return Record("SPF", WRONG, says, domain, value=_joined(found[0], mine))
    return Record("SPF", OK, _("Your provider may send for this domain."), domain)


def _joined(record: str, mine: str) -> str:
    """The record with one more sender, before the word that ends it."""
    words = record.split()
    end = next((place for place, word in enumerate(words) if word.lstrip("+-~?").lower() == "all"), len(words))
    return " ".join([*words[:end], mine, *words[end:]])


def _dkim(domain: str, kind: str, selector: str) -> Record:
    selectors = (selector,) if selector else PRESETS[kind].selectors
    answered = False
    for each in selectors:
        texts = _texts(f"{each}._domainkey.{domain}")
        answered = answered or texts is not None
        if texts and any(_has_key(text) for text in texts):
            return Record(
                "DKIM", OK, _("Letters are signed with a key that stands there."), f"{each}._domainkey.{domain}"
            )
    if selectors and not answered:
        return Record("DKIM", UNKNOWN, _no_answer(), f"{selectors[0]}._domainkey.{domain}")
    host = f"{selectors[0] if selectors else 'selector'}._domainkey.{domain}"
    if not selectors:
        says = _("Tell us the name of the key (the selector) in the settings, and we look whether it stands there.")
        return Record("DKIM", UNKNOWN, says, host)
    says = _("No key stands there. Your provider shows the record to set where it lists your domain.")
    return Record("DKIM", WRONG, says, host)


def _has_key(text: str) -> bool:
    tags = dict(part.strip().split("=", 1) for part in text.split(";") if "=" in part)
    return bool(tags.get("p", "").strip())


def _dmarc(domain: str) -> Record:
    host, wanted = f"_dmarc.{domain}", f"v=DMARC1; p=none; rua=mailto:dmarc@{domain}"
    labels = domain.split(".")
    answered = False
    for parent in (".".join(labels[start:]) for start in range(len(labels) - 1)):
        texts = _texts(f"_dmarc.{parent}")
        answered = answered or texts is not None
        if texts and any(text.lower().replace(" ", "").startswith("v=dmarc1;p=") for text in texts):
            return Record(
                "DMARC", OK, _("The domain says what to do with letters that only pretend."), f"_dmarc.{parent}"
            )
    if not answered:
        return Record("DMARC", UNKNOWN, _no_answer(), host, value=wanted)
    says = _("No such record. Gmail and Yahoo want one from whoever sends to many.")
    return Record("DMARC", WRONG, says, host, value=wanted)


def _no_answer() -> Any:
    return _("The DNS did not answer. Look again in a moment.")


def _texts(host: str) -> list[str] | None:
    """The TXT records, aliases followed; None where nobody answered."""
    try:
        answer: Any = _resolver().resolve(host, "TXT")
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError, UnicodeError):
        return None
    return [b"".join(each.strings).decode("utf-8", "replace") for each in answer]


def _resolver() -> dns.resolver.Resolver:
    """The machine's own, or DHARA_RESOLVER (address or address:port)."""
    given = settings.RESOLVER
    resolver = dns.resolver.Resolver(configure=not given)
    if given:
        address, _colon, port = given.partition(":")
        resolver.nameservers, resolver.port = [address], int(port or 53)
    resolver.lifetime = resolver.timeout = PATIENCE
    return resolver
