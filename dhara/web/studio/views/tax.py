"""What the studio has to do with tax."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.money.tax import actions, queries, rules
from dhara.money.tax.regions import regions
from dhara.money.tax.rules import Rate
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.forms.tax import TaxForm


@require_http_methods(["GET", "POST"])
@member("edit_studio")
def tax(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = TaxForm(request.POST) if request.method == "POST" else TaxForm(initial=_initial(desk))
    if request.method == "POST" and form.is_valid():
        try:
            _save(desk, form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. It counts for orders from now on."))
            return redirect("studio-tax", desk.studio.handle)
    context = {"form": form, "rates": _rates(desk), "country_names": dict(queries.countries())}
    status = 422 if form.errors else 200
    return render(request, "studio/tax.html", frame(desk, "settings", **context), status=status)


def _save(desk: Desk, told: dict[str, Any]) -> None:
    actions.set_profile(
        desk.studio.pk,
        registered=told["registered"],
        country=told["country"],
        tax_id=told["tax_id"],
        inclusive=told["inclusive"] == "yes",
        countries=told["countries"],
        good=told["good"],
        by=desk.by,
        at=clock.now(),
    )


def _initial(desk: Desk) -> dict[str, Any]:
    profile = queries.profile_of(desk.studio.pk)
    if profile is None:
        return {"country": rules.HOME_OF.get(desk.studio.currency, ""), "inclusive": "yes"}
    return {
        "registered": profile.registered,
        "country": profile.country,
        "tax_id": profile.tax_id,
        "inclusive": "yes" if profile.inclusive else "no",
        "countries": [each for each in profile.countries if each != profile.country],
        "good": profile.good,
    }


def _rates(desk: Desk) -> list[tuple[str, str, Rate]]:
    """(place, kind of good, rate) of what counts today where the studio charges."""
    profile = queries.profile_of(desk.studio.pk)
    codes = profile.countries if profile else [rules.HOME_OF.get(desk.studio.currency, "")]
    day, known = clock.now().date(), queries.rates()
    found = []
    for code in codes:
        for region in ("", *(each for each, _name in regions(code))):
            for kind in ("", *rules.KINDS):
                rate = rules.rate_for(known, code, kind, day, region)
                if rate is not None and (rate.kind, rate.region) == (kind, region):
                    label = str(rules.KINDS[kind]) if kind else _("everything else")
                    found.append((queries.place_name(code, region), label, rate))
    return found
