"""The plan of a broadcast and its moment, as a studio fills them in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.audience.broadcasts import rules
from dhara.audience.broadcasts.rules import Plan
from dhara.audience.models import Broadcast, Segment
from dhara.kit.fields import TextField
from dhara.web.studio.forms.coupons import CountField, PercentField
from dhara.web.studio.forms.offers import MomentField
from dhara.web.studio.forms.refusals import Refusable


class PlanForm(Refusable):
    name = TextField(
        label=_("Name"), max_length=rules.MAX_NAME, help_text=_("Only you see it, such as “Eid offer, first letter”.")
    )
    segment = forms.ChoiceField(label=_("To whom?"), required=False)
    excluded = forms.ChoiceField(label=_("But not to"), required=False)
    spare_sequences = forms.BooleanField(
        label=_("Not to whoever is in a sequence now"),
        required=False,
        help_text=_("So that nobody gets two kinds of letters at the same time."),
    )
    tests = forms.ChoiceField(
        label=_("Subject"),
        choices=[("no", _("One subject for all")), ("yes", _("Try several subjects on a part first"))],
        initial="no",
        widget=forms.RadioSelect(attrs={"data-choice": ""}),
    )
    share = PercentField(label=_("How many of them try it?"), help_text=_("A fifth is a good start."))
    by = forms.ChoiceField(
        label=_("What decides?"),
        choices=[(rules.CLICKS, _("How many people follow a link")), (rules.SALES, _("How many people buy"))],
        required=False,
    )
    hours = CountField(label=_("After how many hours?"))

    def __init__(self, *args: Any, segments: Iterable[Segment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(each.pk), each.name) for each in segments]
        fields: Any = self.fields
        fields["segment"].choices = [("", _("Everybody who is subscribed")), *named]
        fields["excluded"].choices = [("", _("nobody in particular")), *named]
        if not named:
            del self.fields["excluded"]
        for name in ("share", "hours"):
            fields[name].says_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("tests") == "yes":
            for name in ("share", "hours"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Please fill this in, or use one subject for all."))
        return data

    def plan(self) -> Plan:
        """What was filled in, as the action takes it."""
        data = self.cleaned_data
        test = (data["share"], data["by"], data["hours"]) if data["tests"] == "yes" else None
        return Plan(
            name=data["name"],
            segment_id=int(data["segment"]) if data.get("segment") else None,
            excluded_id=int(data["excluded"]) if data.get("excluded") else None,
            spare_sequences=data["spare_sequences"],
            test=test,
        )


def initial_of(broadcast: Broadcast) -> dict[str, Any]:
    test = broadcast.test
    return {
        "name": broadcast.name,
        "segment": str(broadcast.segment_id or ""),
        "excluded": str(broadcast.excluded_id or ""),
        "spare_sequences": broadcast.spare_sequences,
        "tests": "yes" if test else "no",
        "share": f"{test['share_bp'] / 100:g}" if test else "20",
        "by": test.get("by", rules.CLICKS),
        "hours": str(test.get("hours", 4)),
    }


class ScheduleForm(Refusable):
    """When it begins, by the studio's clock or by each contact's own."""

    send_at = MomentField(label=_("When?"))
    by_zone = forms.BooleanField(
        label=_("At this time of day where each of them lives"),
        required=False,
        help_text=_("It begins where the day begins first. Contacts whose place is unknown get it by your clock."),
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["send_at"].zone = ZoneInfo(zone)
        fields["send_at"].says_optional = False

    def clean_send_at(self) -> datetime:
        moment: datetime | None = self.cleaned_data["send_at"]
        if moment is None:
            raise forms.ValidationError(_("Please choose a day and a time."))
        return moment
