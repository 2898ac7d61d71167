"""Money: policies, the ledger's accounts and entries, what is set aside, what is to clear."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dhara.kit import clock
from dhara.kit.currency import Money
from dhara.kit.locale.digits import in_script, number
from dhara.kit.locale.languages import current
from dhara.money.escrow import rules as escrow
from dhara.money.ledger import queries as ledger
from dhara.money.ledger import rules as ledger_rules
from dhara.money.models import Clearing, Entry, Hold, LedgerAccount, Policy
from dhara.money.policies import actions, queries, rules
from dhara.people.models import Studio
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.desks.people import moves
from dhara.web.operator.verbs import Verb
from dhara.web.ui.templatetags.dhara import localdatetime

EXAMPLES = {
    "bp": _("500 is 5 percent"),
    "minor": _("100 is one taka, or one dollar"),
    "days": _("7 is a week"),
    "hours": _("24 is a day"),
    "letters": _("3 is three e-mails"),
    "files": _("20 is twenty files"),
    "megabytes": _("100 is a hundred megabytes"),
    "minutes": _("1440 is a day"),
    "seconds": _("60 is a minute"),
    "switch": _("1 switches it on"),
    "tries": _("2 is two tries"),
}


class PolicyForm(forms.Form):
    """One more dated row; earlier ones stay, and orders keep the numbers that they were made with."""

    name = forms.ChoiceField(label=_("policy"), choices=lambda: [(n, rule.label) for n, rule in rules.DEFAULTS.items()])
    value = forms.IntegerField(label=_("value"), min_value=0, help_text=_("In the unit that the table below names."))
    studio = forms.CharField(
        label=_("only for the studio"),
        required=False,
        help_text=_("An address such as @nadia; empty for all. Only shares and clearing days can differ."),
    )
    since = forms.DateTimeField(
        label=_("from"),
        required=False,
        help_text=_("Empty: from now on. Never in the past."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    note = forms.CharField(
        label=_("reason"), max_length=200, help_text=_("Kept with the row, for those who come after you.")
    )

    def clean_studio(self) -> int | None:
        handle = self.cleaned_data["studio"].strip().removeprefix("@").lower()
        if not handle:
            return None
        found = Studio.objects.filter(handle__iexact=handle).values_list("pk", flat=True).first()
        if found is None:
            raise forms.ValidationError(_("There is no studio with this address."))
        return int(found)


def _set(
    _nothing: Any, *, name: str, value: int, studio: int | None, since: datetime | None, note: str, **rest: Any
) -> None:
    actions.set_policy(name, value, studio_id=studio, since=since, note=note, **rest)


class Policies(Desk):
    list_display = ("label", "number", "whose", "from_when", "note")
    list_select_related = ("studio",)
    list_filter = (
        choice("name", _("policy"), lambda: [(n, r.label) for n, r in rules.DEFAULTS.items()], lambda v: Q(name=v)),
    )
    ordering = ("name", "-since")
    fields = ("label", "name", "number", "whose", "from_when", "note")
    readonly_fields = fields
    from_when = columns.when("since", _("from"))
    addition = Verb(
        "new",
        _("Set a policy"),
        _("A new row counts from its moment on, for what is agreed after it. Nothing that was agreed changes."),
        _("The policy was set."),
        _set,
        form=PolicyForm,
    )

    @columns.column(_("policy"))
    def label(self, policy: Policy) -> str:
        return str(rules.DEFAULTS[policy.name].label) if policy.name in rules.DEFAULTS else policy.name

    @columns.column(_("value"))
    def number(self, policy: Policy) -> str:
        return with_unit(policy.name, policy.value)

    @columns.column(_("for"))
    def whose(self, policy: Policy) -> Any:
        return columns.linked(policy.studio) if policy.studio_id else _("all")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        more = {"panels": [in_force()], **(extra_context or {})}
        return super().changelist_view(request, more)

    list_after_template = "operator/panels.html"

    def notes(self, thing: Any, request: HttpRequest) -> Iterator[Panel]:
        yield in_force()


def in_force() -> Panel:
    """Every policy with the number that counts now, its unit and its bounds."""
    at = clock.now()
    return Panel(
        _("What counts now, for all studios"),
        (_("policy"), _("value"), _("unit"), _("at most"), _("name")),
        [
            (
                rule.label,
                with_unit(name, queries.value(name, at=at)),
                format_html("{} ({})", rules.UNITS[rule.unit], EXAMPLES[rule.unit]),
                number(rule.highest, current()),
                format_html("<code>{}</code>", name),
            )
            for name, rule in rules.DEFAULTS.items()
        ],
    )


def with_unit(name: str, value: int) -> str:
    """`500` as 5 %, `7` as 7 days."""
    rule, lang = rules.DEFAULTS.get(name), current()
    if rule is None:
        return in_script(value, lang)
    if rule.unit == "bp":
        return f"{in_script(f'{value / 100:g}', lang)} %"
    return f"{in_script(value, lang)} {rules.UNITS[rule.unit]}"


class LedgerAccounts(Desk):
    list_display = ("words", "currency", "shop", "stands_at")
    list_select_related = ("studio",)
    ordering = ("studio_id", "purpose", "currency", "id")
    list_filter = (
        choice(
            "purpose",
            _("purpose"),
            lambda: [(c, p.label) for c, p in ledger_rules.PURPOSES.items()],
            lambda v: Q(purpose=v),
        ),
    )
    fields = ("words", "purpose", "detail", "currency", "shop", "stands_at", "owing")
    readonly_fields = fields
    search_fields = ("studio",)
    search_help_text = _("A studio's address such as @nadia")
    shop = columns.link("studio", _("studio"))

    def sought(self, text: str) -> Q:
        shops = Studio.objects.alias(low=Lower("handle")).filter(low=text.removeprefix("@").lower()).values("pk")
        return super().sought(text) | Q(studio_id__in=shops)

    @columns.column(_("account"))
    def words(self, account: LedgerAccount) -> str:
        return ledger.account_in_words(account)

    @columns.column(_("balance"))
    def stands_at(self, account: LedgerAccount) -> SafeString:
        balance = account.balance if account.stored else ledger.balance(account.pk)
        return columns.amount(Money(balance, account.currency))

    @columns.column(_("may owe"))
    def owing(self, account: LedgerAccount) -> str:
        return "✓" if account.may_owe else "–"

    def panels(self, thing: LedgerAccount, request: HttpRequest) -> Iterator[Panel]:
        before = request.GET.get("before", "")
        lines = ledger.statement(thing.pk, before=int(before) if before.isdecimal() and len(before) < 19 else None)
        rows: list[tuple[Any, ...]] = [
            (localdatetime(line.at), line.sentence, line.subject, columns.amount(line.amount)) for line in lines
        ]
        if len(lines) == 50:
            older = format_html('<a class="link" href="?before={}">{}</a>', lines[-1].leg_id, _("Earlier ones"))
            rows.append(("", older, "", ""))
        yield Panel(_("Statement"), (_("when"), _("what"), _("subject"), _("amount")), rows, _("Nothing was booked."))


class Entries(Desk):
    list_display = ("moment", "sentence", "subject", "sides")
    fields = ("moment", "sentence", "memo", "key", "subject", "sides", "fact_ref")
    readonly_fields = fields
    search_fields = ("subject",)
    search_help_text = _("A subject such as order:12, a key, or a number")
    moment = columns.when("at", _("when"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        return super().get_queryset(request).prefetch_related("legs__account__studio")  # type: ignore[no-any-return]

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(subject=text) | Q(key=text)

    @columns.column(_("what"))
    def sentence(self, entry: Entry) -> str:
        return ledger.in_words(entry).sentence

    @columns.column(_("where it went"))
    def sides(self, entry: Entry) -> SafeString:
        legs = [(leg.account, leg.amount.display(current())) for leg in ledger.in_words(entry).legs]
        return format_html('<dl class="legs">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", legs))


class Holds(Desk):
    list_display = ("subject", "standing", "sum", "rest", "made")
    list_filter = (choice("status", _("state"), lambda: escrow.LIFECYCLE.states.items(), lambda v: Q(status=v)),)
    fields = ("key", "subject", "standing", "sum", "out", "back", "rest", "made")
    readonly_fields = fields
    search_fields = ("subject",)
    search_help_text = _("A subject such as order:12, a key, or a number")
    standing = columns.state(_("state"))
    sum = columns.money("amount", _("set aside"))
    out = columns.money("released", _("paid out"))
    back = columns.money("returned", _("went back"))
    rest = columns.money("left", _("left"))
    made = columns.when("created_at", _("made"))

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(subject=text) | Q(key=text)

    def panels(self, thing: Hold, request: HttpRequest) -> Iterator[Panel]:
        yield moves(thing)


class Clearings(Desk):
    list_display = ("shop", "subject", "sum", "rest", "due", "cleared")
    list_select_related = ("studio",)
    list_filter = (
        choice("open", _("state"), lambda: [("yes", _("not yet cleared"))], lambda _v: Q(cleared_at__isnull=True)),
    )
    fields = ("key", "shop", "subject", "sum", "taken", "rest", "due", "cleared")
    readonly_fields = fields
    search_fields = ("subject",)
    search_help_text = _("A subject such as order:12, or a number")
    shop = columns.link("studio", _("studio"))
    sum = columns.money("amount", _("amount"))
    taken = columns.money("taken_back", _("taken back"))
    rest = columns.money("left", _("left"))
    due = columns.when("due_at", _("due"))
    cleared = columns.when("cleared_at", _("cleared"))

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(subject=text)


console.register(Policy, Policies)
console.register(LedgerAccount, LedgerAccounts)
console.register(Entry, Entries)
console.register(Hold, Holds)
console.register(Clearing, Clearings)
