"""Accounts that were found to be in the same hands; an operator says which of them are two people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.people.models import Account, Tie
from dhara.people.ties import actions, rules
from dhara.people.ties.queries import WAITING
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, choice
from dhara.web.operator.verbs import Verb

STATES: dict[str, Any] = {
    "waits": _("refused work, waits for you"),
    "refused": _("not allowed"),
    "allowed": _("allowed"),
}
# A filter each: what waits is not allowed, too.
NARROWED = {"waits": WAITING, "refused": Q(allowed_at=None), "allowed": Q(allowed_at__isnull=False)}


class Allowance(forms.Form):
    reason = TextField(
        lines=True, label=_("How you made sure"), help_text=_("Only operators read it."), max_length=1000
    )


def waits(tie: Tie) -> bool:
    """As the filter tells it."""
    return tie.refused_at is not None and tie.allowed_at is None and tie.looked_at is None


class Ties(Desk):
    list_display = ("person", "other_person", "sign", "found", "refused", "standing")
    list_select_related = ("one", "other")
    list_filter = (
        choice("reason", _("reason"), rules.REASONS.items, lambda value: Q(reason=value)),
        choice("state", _("state"), STATES.items, lambda value: NARROWED.get(value, Q())),
    )
    fields = ("person", "other_person", "sign", "found", "refused", "standing", "looked", "allowed", "who", "why_")
    readonly_fields = fields
    search_fields = ("one",)
    search_help_text = _("A complete address of a person, or the number of an account")
    person = columns.link("one", _("person"))
    other_person = columns.link("other", _("other person"))
    found = columns.when("since", _("since"))
    refused = columns.when("refused_at", _("last refused work"))
    looked = columns.when("looked_at", _("looked at"))
    allowed = columns.when("allowed_at", _("allowed at"))
    who = columns.link("allowed_by", _("allowed by"))
    why_ = columns.plain("why", _("why allowed"))
    verbs = (
        Verb(
            "allowance",
            _("They are two people: allow"),
            _("From now on they can agree on paid work with each other. Your reason is kept, so that others can "
              "follow it."),
            _("They can work with each other now."),
            lambda tie, **rest: actions.allow(tie.pk, **rest),
            possible=lambda tie: tie.allowed_at is None,
            form=Allowance,
            icon="group",
        ),
        Verb(
            "review",
            _("Looked at: leave it"),
            _("It goes on refusing work between them, and does not wait for you any more. You can allow it later."),
            _("It stays as it is."),
            lambda tie, **rest: actions.leave(tie.pk, **rest),
            possible=waits,
            bulk=True,
            icon="visibility",
        ),
        Verb(
            "disallowance",
            _("Take the allowance back"),
            _("They can not agree on more paid work with each other. What was agreed on goes on, and is paid as "
              "agreed."),
            _("The allowance was taken back."),
            lambda tie, **rest: actions.disallow(tie.pk, **rest),
            possible=lambda tie: tie.allowed_at is not None,
            danger=True,
            icon="undo",
        ),
    )  # fmt: skip

    def sought(self, text: str) -> Q:
        number = Q(pk=int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else Q(pk__in=[])
        people = Account.objects.filter(number | Q(email=text.lower())).values("pk")
        return Q(one__in=people) | Q(other__in=people)

    @columns.column(_("reason"))
    def sign(self, tie: Tie) -> str:
        return tie.get_reason_display()

    @columns.column(_("state"))
    def standing(self, tie: Tie) -> SafeString:
        state = "waits" if waits(tie) else "refused" if tie.allowed_at is None else "allowed"
        return columns.chip(STATES[state], state, waits=state == "waits")


console.register(Tie, Ties)
