"""Where sellers' money goes, and whether it is theirs."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.money.models import PayoutMethod
from dhara.money.payouts import actions, rules
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.desks.people import moves
from dhara.web.operator.verbs import Verb
from dhara.web.ui.templatetags.dhara import localdatetime


class NoteForm(forms.Form):
    note = TextField(
        lines=True,
        label=_("How did you make sure?"),
        help_text=_("Such as: sent ৳1.37 by hand, the seller told the amount on the telephone."),
        max_length=1000,
    )


class Methods(Desk):
    list_display = ("method", "standing", "shop", "holder", "proof", "added", "usable")
    list_select_related = ("studio",)
    list_filter = (
        choice("status", _("state"), lambda: rules.METHOD_LIFECYCLE.states.items(), lambda value: Q(status=value)),
        choice(
            "waits",
            _("waits for"),
            lambda: [("us", _("an operator's word"))],
            lambda _v: Q(status=rules.NEW, test="", code_right_at__isnull=False),
        ),
    )
    fields = ("method", "standing", "shop", "holder", "shown_details", "proof", "note", "added", "usable")
    readonly_fields = fields
    standing = columns.state(_("state"))
    shop = columns.link("studio", _("studio"))
    added = columns.when("created_at", _("added"))
    usable = columns.when("usable_from", _("payouts from"))
    shown_details = columns.data("shown", _("details (masked)"))
    verbs = (
        Verb(
            "proof",
            _("Vouch for it"),
            _("No gateway can send a test to it. Make sure that it is the studio's own, and say how you did: by a "
              "small transfer whose amount the seller tells, or by the bank's word."),
            _("It is proven."),
            lambda method, **rest: actions.vouch(method.pk, **rest),
            possible=lambda method: method.status == rules.NEW and method.code_right_at is not None,
            form=NoteForm,
            icon="verified_user",
        ),
        Verb(
            "refusal",
            _("Refuse"),
            _("No payout goes to it; what waits to go there is on the balance again. The owners are told why."),
            _("Refused."),
            lambda method, **rest: actions.refuse(method.pk, **rest),
            possible=lambda method: method.status in (rules.NEW, rules.PROVEN),
            reason=True,
            danger=True,
            icon="block",
        ),
    )  # fmt: skip

    @columns.column(_("to"))
    def method(self, method: PayoutMethod) -> str:
        return str(method)

    @columns.column(_("holder"))
    def holder(self, method: PayoutMethod) -> str:
        return str(method.shown.get("holder", ""))

    @columns.column(_("proof"))
    def proof(self, method: PayoutMethod) -> str:
        words = {"": gettext("by an operator"), "sending": gettext("test transfer under way")}
        words |= {"sent": gettext("test transfer made"), "right": gettext("test transfer told rightly")}
        return words[method.test] if method.code_right_at else gettext("the code is not entered yet")

    def panels(self, thing: PayoutMethod, request: HttpRequest) -> Iterator[Panel]:
        same = PayoutMethod.objects.filter(fingerprint=thing.fingerprint).exclude(studio_id=thing.studio_id)
        yield Panel(
            _("The same account at other studios"),
            (_("studio"), _("state"), _("added")),
            [
                (columns.linked(each.studio), each.state_words, localdatetime(each.created_at))
                for each in same.select_related("studio")[:20]
            ],
            _("None has it."),
        )
        yield moves(thing)


console.register(PayoutMethod, Methods)
