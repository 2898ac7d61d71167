"""A merchant's account with a gateway as pages show it, in the studio and in the console: its state, form, findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from dhara.kit.refusal import Refused
from dhara.money.gateways import queries
from dhara.money.gateways.entry import LONGEST, KeysRefused
from dhara.money.gateways.models import GatewayAccount
from dhara.money.gateways.rules import Gateway, KeyField

LIVE, TEST = "live", "test"


class KeysForm(forms.Form):
    """The gateway's fields. What is secret is never shown again: left empty, it stays as it is."""

    def __init__(self, gateway: Gateway, account: GatewayAccount | None, data: Any = None) -> None:
        super().__init__(data, prefix=gateway.code, auto_id="id_%s")
        self.gateway, self.account = gateway, account
        kept = account.shown if account else {}
        for each in gateway.fields:
            self.fields[each.code] = _field(each, kept.get(each.code, ""))

    def values(self) -> dict[str, str]:
        """What was typed. Call after `is_valid`."""
        return {each.code: str(self.cleaned_data.get(each.code, "")) for each in self.gateway.fields}

    def refuse(self, refusal: Refused) -> None:
        problems = refusal.problems if isinstance(refusal, KeysRefused) else {refusal.field or "": refusal.message}
        for code, message in problems.items():
            self.add_error(code if code in self.fields else None, str(message))


def _field(key: KeyField, shown: str) -> forms.CharField:
    attrs = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "dir": "auto"}
    if key.secret and shown:
        attrs["placeholder"] = shown
    widget: forms.Widget = forms.TextInput(attrs=attrs)
    if key.multiline:
        widget = forms.Textarea(attrs={**attrs, "rows": "4"})
    elif key.secret:
        widget = forms.PasswordInput(attrs={**attrs, "autocomplete": "new-password"}, render_value=False)
    about = str(key.about)
    if key.secret and shown:
        about = " ".join(filter(None, [about, _("Leave it empty to keep %(shown)s.") % {"shown": shown}]))
    field = forms.CharField(
        label=key.label,
        help_text=about,
        # What is missing is said by the action, in one place for all doors; the browser need not ask.
        required=False,
        max_length=LONGEST,
        widget=widget,
        strip=True,
        initial="" if key.secret else shown,
    )
    vars(field)["says_optional"] = key.optional
    return field


@dataclass
class Card:
    """One gateway with the account that there is, if any."""

    gateway: Gateway
    account: GatewayAccount | None
    form: KeysForm

    @property
    def state(self) -> str:
        """new, off, trouble, unchecked or on."""
        if self.account is None:
            return "new"
        if not self.account.active:
            return "off"
        if self.account.problem:
            return "trouble"
        return "on" if self.account.checked_at else "unchecked"

    @property
    def tone(self) -> str:
        return {"on": "success", "trouble": "error", "off": "", "new": "", "unchecked": "info"}[self.state]

    @property
    def words(self) -> str:
        return {
            "new": _("not set up"),
            "off": _("switched off"),
            "trouble": _("something is wrong"),
            "unchecked": _("not checked yet"),
            "on": _("ready"),
        }[self.state]

    @property
    def mode(self) -> str:
        """live or test; empty where there is no such difference."""
        if self.account is None or not queries.has_test_mode(self.gateway):
            return ""
        return LIVE if self.account.live else TEST

    @property
    def problems(self) -> list[str]:
        return self.account.problem.splitlines() if self.account else []

    @property
    def shown(self) -> list[tuple[Any, str]]:
        """Labels and what may be seen of the keys."""
        kept = self.account.shown if self.account else {}
        return [(each.label, kept[each.code]) for each in self.gateway.fields if kept.get(each.code)]

    @property
    def notice_url(self) -> str:
        """Where the gateway must send its notices; empty where it sends none."""
        if self.account is None or not getattr(self.gateway, "sends_notices", True):
            return ""
        return settings.PUBLIC_URL + queries.notice_path(self.account)

    @property
    def modes(self) -> list[tuple[str, str]]:
        """What can be chosen when the account is new; nothing where there is no choice."""
        if self.account is not None or settings.SANDBOX or not queries.has_test_mode(self.gateway):
            return []
        return [(LIVE, _("Live: real money")), (TEST, _("Test: only to try out the keys"))]


def cards(accounts: Iterable[GatewayAccount], *, filled: KeysForm | None = None) -> list[Card]:
    """A card for every gateway that needs keys; `filled` is the form that was sent and refused."""
    mine = {account.gateway: account for account in accounts if account.retired_at is None}
    made = []
    for gateway in queries.GATEWAYS.values():
        if not gateway.fields or (gateway.sandbox and not settings.SANDBOX):
            continue
        account = mine.get(gateway.code)
        form = filled if filled and filled.gateway.code == gateway.code else KeysForm(gateway, account)
        made.append(Card(gateway, account, form))
    return made


def is_live(gateway: Gateway, chosen: str) -> bool:
    """What a new account is: in a sandbox always a test, where there is no test mode always live, else as chosen."""
    if settings.SANDBOX:
        return False
    return chosen != TEST or not queries.has_test_mode(gateway)
