"""The lists of payouts that an operator carries to a bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import CODES, Money
from dhara.money.models import PayoutBatch
from dhara.money.payouts import actions, bankfile, details, queries, rules
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.desks.people import moves
from dhara.web.operator.verbs import Verb

MOST_BYTES = 1024 * 1024


class BatchForm(forms.Form):
    kind = forms.ChoiceField(label=_("To"), choices=[(code, kind.label) for code, kind in details.KINDS.items()])
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CODES])


class AnswerForm(forms.Form):
    answer = forms.FileField(
        label=_("The bank's answer (CSV)"),
        help_text=_("Columns: Reference, Status (paid, failed or returned), Reason, Bank Reference."),
    )

    def clean_answer(self) -> str:
        given = self.cleaned_data["answer"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(gettext("This file is too long."))
        try:
            return str(given.read().decode("utf-8-sig"))
        except UnicodeDecodeError as wrong:
            raise forms.ValidationError(gettext("This is no text in UTF-8.")) from wrong


class Batches(Desk):
    list_display = ("number", "standing", "to", "count", "sum", "made")
    list_filter = (
        choice("status", _("state"), lambda: rules.BATCH_LIFECYCLE.states.items(), lambda value: Q(status=value)),
    )
    fields = ("number", "standing", "to", "count", "sum", "file", "made")
    readonly_fields = fields
    search_fields = ("number",)
    search_help_text = _("The number of a list")
    standing = columns.state(_("state"))
    sum = columns.money("total", _("total"))
    made = columns.when("created_at", _("made"))
    addition = Verb(
        "new",
        _("Make a list"),
        _("Every payout that waits for such a list is put on it. Each is looked at once more before."),
        _("The list is made. Download its file, then take it to the bank."),
        lambda _thing, **rest: actions.make_batch(**rest),
        form=BatchForm,
        icon="add",
    )
    verbs = (
        Verb(
            "departure",
            _("Take it to the bank"),
            _("From now on only the bank's answer changes it."),
            _("It is with the bank."),
            lambda batch, **rest: actions.take_away(batch.pk, **rest),
            possible=lambda batch: batch.status == rules.OPEN,
            icon="send",
        ),
        Verb(
            "answer",
            _("Take in the bank's answer"),
            _("Either every line of the file is applied, or none."),
            _("The answer is applied."),
            lambda batch, answer, **rest: actions.answer(batch.pk, answer, **rest),
            possible=lambda batch: batch.status in (rules.OPEN, rules.SENT, rules.CLOSED),
            form=AnswerForm,
            icon="upload_file",
        ),
        Verb(
            "abandonment",
            _("Give it up"),
            _("It never left: its payouts wait for another list."),
            _("Given up."),
            lambda batch, **rest: actions.give_up(batch.pk, **rest),
            possible=lambda batch: batch.status == rules.OPEN,
            reason=True,
            danger=True,
            icon="delete",
        ),
    )

    @columns.column(_("to"))
    def to(self, batch: PayoutBatch) -> Any:
        return details.KINDS[batch.kind].label

    @columns.column(_("file"))
    def file(self, batch: PayoutBatch) -> Any:
        address = reverse("operator:payout-batch-file", args=[batch.pk])
        return format_html('<a class="link" href="{}">{}.csv</a>', address, batch.number)

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(number=text.upper())

    def get_urls(self) -> list[URLPattern]:
        download = self.admin_site.admin_view(self.download)
        return [path("<path:object_id>/file.csv", download, name="payout-batch-file"), *super().get_urls()]

    def download(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The file for the bank, with the whole numbers: for operators only, and kept nowhere."""
        batch = self.get_object(request, object_id)
        if not isinstance(batch, PayoutBatch):
            raise Http404
        text = bankfile.write(batch.kind, queries.lines_of(batch))
        answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{batch.number}.csv"'
        answer["Cache-Control"] = "private, no-store"
        return answer

    def panels(self, thing: PayoutBatch, request: HttpRequest) -> Iterator[Panel]:
        yield Panel(
            _("Its payouts"),
            ("", _("payout"), _("state"), _("to"), _("amount"), _("reason")),
            [
                (
                    place,
                    columns.linked(payout),
                    columns.chip(payout.state_words, payout.status),
                    str(payout.method),
                    columns.amount(Money(payout.net, payout.currency)),
                    payout.reason_words,
                )
                for place, payout in queries.lines_of(thing)
            ],
        )
        yield moves(thing)


console.register(PayoutBatch, Batches)
