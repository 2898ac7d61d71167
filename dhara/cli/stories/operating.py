"""An operator at work: an account with a second factor, the console, its verbs."""

from __future__ import annotations

import base64
import hmac
import re
import struct
from dataclasses import dataclass
from hashlib import sha1
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dhara.cli.stories.cast import PASSWORD
from dhara.cli.stories.mailbox import Mailbox, wait_for_code
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.world import World
from dhara.kit import clock

_STEP = 30  # seconds for which an app shows a code


@dataclass
class Operator:
    visitor: Visitor
    email: str
    name: str = "Operator Oishi"


def moves_in(operator: Operator, mailbox: Mailbox, own: World) -> str:
    """Opens an account, is let in on the command line, sets up an app for codes and proves it."""
    visitor = operator.visitor
    visitor.open("/account/signup/")
    visitor.fill("password1", name=operator.name, email=operator.email, password1=PASSWORD)
    visitor.fill("code", code=wait_for_code(mailbox, operator.email))
    visitor.open("/operator/", expect=404)
    code, said = own.run("operator", operator.email)
    if code:
        raise Broken(f"nobody becomes an operator: {said}")
    visitor.open("/account/second-step/totp/activate/")
    secret = parse_qs(urlsplit(visitor.page.link("otpauth:").address).query)["secret"][0]
    now = clock.now().timestamp()
    visitor.fill("code", code=code_at(secret, now))
    visitor.open("/account/second-step/reauthenticate/?next=/operator/")
    # The one before was used up; the app's clock may be half a minute ahead.
    visitor.fill("code", code=code_at(secret, now + _STEP))
    if not visitor.page.address.endswith("/operator/"):
        raise Broken(f"this is not the console: {visitor.page.address}: {visitor.page.words[:600]}")
    return f"{operator.email} is in the console"


def code_at(secret: str, moment: float) -> str:
    """What an app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(moment) // _STEP), sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def payment_of(operator: Operator, email: str) -> None:
    """Opens the page of the latest payment of a payer, as it stands in the console's list."""
    visitor = operator.visitor
    visitor.open("/operator/money/payment/?status=review")
    rows = re.findall(r"<tr.*?</tr>", visitor.page.html, re.DOTALL)
    found = next((row for row in rows if email in row), "")
    link = re.search(r'href="([^"]*/payment/\d+/[^"]*)"', found)
    if link is None:
        raise Broken(f"no payment of {email} is under review: {visitor.page.words[:900]}")
    visitor.open(link[1].replace("&amp;", "&"))
    visitor.see(email)


def carry_out(operator: Operator, noun: str, *, expect: int = 200, **typed: Any) -> str:
    """A verb on the page that is open: its own page is read, then confirmed. Answers what the console says."""
    visitor = operator.visitor
    thing = urlsplit(visitor.page.address).path.removesuffix("change/")
    visitor.open(f"{thing}{noun}/")
    forms = [form for form in visitor.page.forms if form.method == "post" and "logout" not in form.action]
    own = next((form for form in forms if set(typed) <= form.names and noun in form.action), None)
    if own is None:
        raise Broken(f"no form to confirm {noun}: {[form.action for form in visitor.page.forms]}")
    visitor.fill(own.action, expect=expect, **typed)
    return visitor.page.words
