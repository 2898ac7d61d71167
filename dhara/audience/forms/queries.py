"""Reads of forms: a studio's with their numbers, one by its public address, what was filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from dhara.audience.contacts.models import Field, Tag
from dhara.audience.forms import rules
from dhara.audience.forms.models import Form, Submission
from dhara.catalog.bundles.rules import BUNDLE
from dhara.catalog.models import Offer, Tier
from dhara.catalog.offers.rules import PUBLISHED
from dhara.catalog.prices.rules import FREE
from dhara.people.access.queries import Viewer
from dhara.people.models import Studio
from dhara.people.studios.rules import OPEN as STUDIO_OPEN


def visible_to(viewer: Viewer, studio: Studio) -> QuerySet[Form]:
    """The studio's forms, the latest first, with `submitted` and `confirmed`; none for who may not see them."""
    if not viewer.may(studio, "see_audience"):
        return Form.objects.none()
    real = ~Q(submissions__status=rules.REFUSED)
    counted = Form.objects.filter(studio=studio).select_related("magnet")
    return counted.annotate(
        submitted=Count("submissions", filter=real),
        confirmed=Count("submissions", filter=Q(submissions__status=rules.CONFIRMED)),
    ).order_by("-id")


def public(token: str) -> Form | None:
    """The form at a public address unless it is a draft, with studio and magnet; whether open or not."""
    shown = Form.objects.exclude(status=rules.DRAFT).filter(token=token)
    return shown.select_related("studio__picture__file", "magnet__cover__file").first()


def takes(form: Form) -> bool:
    """Whether it can be filled in. Needs form.studio."""
    return form.status == rules.OPEN and form.studio.status == STUDIO_OPEN


def submission_at(token: str) -> Submission | None:
    """What a letter's link leads to, with form, studio and contact. What was set aside is not there."""
    found = Submission.objects.filter(token=token).exclude(status=rules.REFUSED)
    related = ("form__studio__picture__file", "form__magnet__cover__file", "contact")
    return found.exclude(email="").select_related(*related).first()


def submissions(form: Form, *, state: str = "") -> QuerySet[Submission]:
    """What was filled in, the latest first, each with its contact."""
    found = Submission.objects.filter(form=form).select_related("contact").order_by("-id")
    return found.filter(status=state) if state else found


def by_day(form: Form, at: datetime, days: int = 30) -> list[tuple[str, int]]:
    """How many were confirmed on each of the last days (of the studio's time zone), the oldest first."""
    zone = ZoneInfo(form.studio.time_zone)
    first = (at - timedelta(days=days - 1)).astimezone(zone).date()
    counts = dict(
        Submission.objects.filter(form=form, confirmed_at__gte=at - timedelta(days=days + 1))
        .annotate(day=TruncDate("confirmed_at", tzinfo=zone))
        .values_list("day")
        .annotate(number=Count("id"))
    )
    every = [first + timedelta(days=back) for back in range(days)]
    return [(day.isoformat(), counts.get(day, 0)) for day in every]


def field_keys(studio_id: int) -> list[str]:
    return list(Field.objects.filter(studio_id=studio_id).values_list("key", flat=True))


def tags_of(form: Form) -> list[int]:
    """The form's tags that are still there."""
    return sorted(Tag.objects.filter(studio_id=form.studio_id, pk__in=form.tags).values_list("pk", flat=True))


def asked(form: Form) -> list[tuple[Field | None, bool]]:
    """The questions in their order: the contact field (None for the name) and whether it must be answered."""
    fields = {each.key: each for each in Field.objects.filter(studio_id=form.studio_id)} if form.questions else {}
    known = [each for each in form.questions if each["field"] == rules.NAME or each["field"] in fields]
    return [(fields.get(each["field"]), each["required"]) for each in known]


def own_offers(studio_id: int) -> QuerySet[Offer]:
    return Offer.objects.filter(studio_id=studio_id)


def magnets(studio_id: int) -> QuerySet[Offer]:
    """Offers that a form can promise: published, out, free for everybody, any number of copies."""
    out = Offer.objects.filter(studio_id=studio_id, status=PUBLISHED, releases_at__isnull=True).exclude(kind=BUNDLE)
    return out.filter(Exists(free_tiers().filter(offer=OuterRef("pk")))).order_by("title", "id")


def free_tiers() -> QuerySet[Tier]:
    return Tier.objects.filter(pricing=FREE, retired=False, stock__isnull=True).order_by("position", "id")


def broken(forms: Sequence[Form]) -> set[int]:
    """Ids of those whose promise can not be given any more; one query."""
    wanted = {form.magnet_id for form in forms if form.magnet_id}
    good = set(magnets(forms[0].studio_id).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return {form.pk for form in forms if form.magnet_id and form.magnet_id not in good}
