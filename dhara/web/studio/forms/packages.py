"""The packages of a gig: prices with a promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Tier
from dhara.catalog.prices.rules import FIXED
from dhara.delivery.gigs import rules
from dhara.delivery.gigs.rules import LINE_LENGTH, MOST_LINES, Promise
from dhara.delivery.models import Package
from dhara.kit import clock
from dhara.kit.fields import TextField
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.web.studio.forms import prices
from dhara.web.studio.forms.licences import Number
from dhara.web.studio.forms.rows import made, typed

ANY = "any"


class PackageForm(prices.TierForm):
    days = Number(label=_("Delivered within … days"), max_value=rules.MOST_DAYS)
    revisions = forms.ChoiceField(
        label=_("Revisions"), initial="1", help_text=_("How often the buyer may ask for changes after your delivery.")
    )
    scope = TextField(
        label=_("What it includes, one thing on each line"),
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("pricing", "stock", "gives", "chosen"):
            del self.fields[name]
        fields: Any = self.fields
        counts = [(str(each), number(each, current())) for each in range(1, rules.MOST_REVISIONS + 1)]
        fields["revisions"].choices = [("0", _("no changes")), *counts, (ANY, _("as many as the buyer likes"))]
        fields["description"].label = _("In one sentence")
        fields["name"].widget.attrs["list"] = "package-names"
        fields["recommended"].label = _("Recommend this package to buyers")
        for name in ("name", "days", "description", "scope"):
            fields[name].says_optional = False

    def clean(self) -> dict[str, Any]:
        said = {**(super().clean() or {}), "pricing": FIXED}
        self.cleaned_data = said
        if not self.errors and not self.blank() and not said["days"]:
            self.add_error("days", _("Say in how many days you deliver it."))
        return said

    def clean_scope(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["scope"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES or any(len(line) > LINE_LENGTH for line in lines):
            most = {"most": number(MOST_LINES, current()), "long": number(LINE_LENGTH, current())}
            raise forms.ValidationError(_("At most %(most)s lines of %(long)s letters each.") % most)
        return lines

    def blank(self) -> bool:
        return super().blank() and not self.cleaned_data.get("days") and not self.cleaned_data.get("scope")

    def promise(self) -> Promise:
        said = self.cleaned_data
        revisions = None if said["revisions"] == ANY else int(said["revisions"])
        return Promise(said["days"], revisions, tuple(said["scope"]))


FRESH = {"revisions": "1"}


def formset(
    codes: Sequence[str], *, zone: str, data: Mapping[str, Any] | None = None, rows: Sequence[dict[str, Any]] = ()
) -> prices.Tiers:
    given = {"currencies": codes, "zone": zone}
    most = rules.MOST_PACKAGES
    shown: prices.Tiers = made(PackageForm, prices.PREFIX, most, base=prices.Tiers, data=data, rows=rows, **given)
    return shown


def rows_of(tiers: Sequence[Tier], known: Mapping[int, Package]) -> list[dict[str, Any]]:
    """The stored packages as rows; one empty row where there are none."""
    if not tiers:
        return [dict(FRESH)]
    found = prices.rows_of(tiers, {}, clock.now())
    for row in found:
        if package := known.get(row["id"]):
            row["days"], row["scope"] = number(package.days, current()), "\n".join(package.scope)
            row["revisions"] = ANY if package.revisions is None else str(package.revisions)
    return found


def typed_rows(post: Any) -> list[dict[str, Any]]:
    return typed(post, prices.PREFIX, rules.MOST_PACKAGES)
