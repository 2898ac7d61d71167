"""Reads of forms: a studio's with their numbers, one by its public address, what was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Sum, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Left, TruncDate
from django.template.loader import render_to_string

from dhara.audience.contacts.models import Field, Tag
from dhara.audience.forms import rules
from dhara.audience.forms.models import Form, Showing, Submission
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


@dataclass(frozen=True)
class Shared:
    """What leads to a form: its own page, the one for frames, and HTML for other sites with and without a script."""

    url: str
    frame: str
    script: str
    plain: str


def public_url(form: Form) -> str:
    return f"{settings.PUBLIC_URL}/f/{form.token}/"


def shared(form: Form) -> Shared:
    """Labels of the name and the address are in the reader's language, its own words in the studio's."""
    url = public_url(form)
    context = {
        "url": url,
        "words": form.texts.get(form.studio.language, {}),
        "asked": asked(form),
        "trap": rules.TRAP,
    }
    script, plain = (render_to_string(f"audience/forms/{each}.txt", context).strip() for each in ("embed", "plain"))
    return Shared(url, f"{url}frame/", script, plain)


def on_page(studio_id: int) -> Form | None:
    """The open form that stands on the studio's public page, with its magnet."""
    chosen = Form.objects.filter(studio=studio_id, on_page=True, status=rules.OPEN)
    return chosen.select_related("magnet__cover__file").first()


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


@dataclass(frozen=True)
class Numbers:
    """How many saw a form, filled it in, confirmed; `name` is a day (2026-11-21), a source or a page."""

    name: str
    seen: int
    submitted: int
    confirmed: int


def by_day(form: Form, at: datetime, days: int = 30) -> list[Numbers]:
    """Each of the last days (of the studio's time zone), the oldest first. Needs form.studio."""
    zone = ZoneInfo(form.studio.time_zone)
    every = [at.astimezone(zone).date() - timedelta(days=back) for back in reversed(range(days))]
    since = datetime.combine(every[0], time(), zone)
    seen = Showing.objects.filter(form=form, day__gte=every[0]).values_list("day")
    shown = dict(seen.annotate(Sum("seen")).order_by())
    real = Submission.objects.filter(form=form).exclude(status=rules.REFUSED)
    made, kept = (
        dict(
            real.filter(**{f"{moment}__gte": since})
            .annotate(day=TruncDate(moment, tzinfo=zone))
            .values_list("day")
            .annotate(Count("id"))
            .order_by()
        )
        for moment in ("created_at", "confirmed_at")
    )
    return [Numbers(day.isoformat(), shown.get(day, 0), made.get(day, 0), kept.get(day, 0)) for day in every]


def by_source(form: Form, at: datetime, days: int = 30) -> list[Numbers]:
    """By "utm_source", "" for none: of the last days, whoever filled it in and has confirmed by now."""
    return _by(form, "source", KeyTextTransform("source", "utm"), at, days)


def by_page(form: Form, at: datetime, days: int = 30) -> list[Numbers]:
    """By the page where the form stood (`rules.place_of`), "" where that is not known."""
    bare = Func(F("page"), Value(r"^https?://|/*([?#].*)?$"), Value(""), Value("g"), function="regexp_replace")
    return _by(form, "page", Left(bare, 200), at, days)


def _by(form: Form, column: str, name: Any, at: datetime, days: int) -> list[Numbers]:
    zone = ZoneInfo(form.studio.time_zone)
    first = at.astimezone(zone).date() - timedelta(days=days - 1)
    seen = Showing.objects.filter(form=form, day__gte=first).values_list(column)
    shown = dict(seen.annotate(Sum("seen")).order_by())
    real = Submission.objects.filter(form=form, created_at__gte=datetime.combine(first, time(), zone))
    named = (
        real.exclude(status=rules.REFUSED)
        .annotate(name=Coalesce(name, Value(""), output_field=TextField()))
        .values_list("name")
    )
    kept = Count("id", filter=Q(status=rules.CONFIRMED))
    counted = {each: (made, proved) for each, made, proved in named.annotate(made=Count("id"), kept=kept).order_by()}
    every = [Numbers(each, shown.get(each, 0), *counted.get(each, (0, 0))) for each in {**shown, **counted}]
    return sorted(every, key=lambda one: (-one.confirmed, -one.submitted, -one.seen, one.name))


def folded(found: list[Numbers], most: int) -> tuple[list[Numbers], Numbers | None]:
    """The first `most`, and all others as one (its name is ""), None where there are no more."""
    shown, rest = found[:most], found[most:]
    parts = ("seen", "submitted", "confirmed")
    return shown, Numbers("", *(sum(getattr(one, part) for one in rest) for part in parts)) if rest else None


def field_keys(studio_id: int) -> list[str]:
    return list(Field.objects.filter(studio_id=studio_id).values_list("key", flat=True))


def tags_of(form: Form) -> list[int]:
    """The form's tags that are still there."""
    return sorted(Tag.objects.filter(studio_id=form.studio_id, pk__in=form.tags).values_list("pk", flat=True))


def tag_names(studio_id: int, forms: Iterable[Form]) -> dict[int, str]:
    """By id the names of the tags that the forms give; one query."""
    wanted = {tag_id for form in forms for tag_id in form.tags}
    return dict(Tag.objects.filter(studio_id=studio_id, pk__in=wanted).values_list("pk", "name"))


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
