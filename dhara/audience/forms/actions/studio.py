"""What a studio does with its forms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.audience.contacts.models import Field, Tag
from dhara.audience.forms import queries, rules
from dhara.audience.forms.models import Form, Submission
from dhara.audience.forms.rules import Draft
from dhara.kit.actor import Actor
from dhara.kit.locale.text import shorten
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


@transaction.atomic
def make(studio: Studio, draft: Draft, *, by: Actor, at: datetime) -> Form:
    """A draft, which only the studio sees. Raises Invalid with the field, Conflict for too many."""
    require_actor(by, studio, "edit_letters")
    if Form.objects.filter(studio=studio).count() >= rules.MAX_FORMS:
        raise Conflict("too_many_forms", _("This studio has as many forms as there can be."))
    clean = _clean(studio, draft)
    form = Form(studio=studio, token=rules.new_token(), status=rules.DRAFT, status_at=at, created_at=at, changed_at=at)
    for name, value in clean.items():
        setattr(form, name, value)
    form.save()
    return form


@transaction.atomic
def edit(form: Form, draft: Draft, *, by: Actor, at: datetime) -> Form:
    """Other words, questions, looks: what was filled in before stays as it was."""
    form = _locked(form, by)
    clean = _clean(form.studio, draft)
    if form.status == rules.OPEN:
        check_promise(form.studio, clean["magnet_id"])
    for name, value in {**clean, "changed_at": at}.items():
        setattr(form, name, value)
    form.save(update_fields=[*(name.removesuffix("_id") for name in clean), "changed_at"])
    return form


@transaction.atomic
def publish(form: Form, *, by: Actor, at: datetime) -> Form:
    """Open to everybody. Raises Refused where what it promises can not be given."""
    form = _locked(form, by)
    check_promise(form.studio, form.magnet_id)
    return form.become(rules.OPEN, by=by, at=at, studio_id=form.studio_id)


@transaction.atomic
def close(form: Form, *, by: Actor, at: datetime) -> Form:
    """Nobody can fill it in any more; letters that are under way can still be confirmed."""
    return _locked(form, by).become(rules.CLOSED, by=by, at=at)


@transaction.atomic
def put_on_page(form: Form, *, on: bool, by: Actor, at: datetime) -> Form:
    """Show it on the studio's public page as long as it is open, instead of the one that stood there; or no more."""
    form = _locked(form, by)
    if on:
        Form.objects.filter(studio=form.studio_id, on_page=True).exclude(pk=form.pk).update(on_page=False)
    form.on_page, form.changed_at = on, at
    form.save(update_fields=["on_page", "changed_at"])
    return form


@transaction.atomic
def copy(form: Form, *, by: Actor, at: datetime) -> Form:
    """A draft that says and asks the same."""
    form = _locked(form, by)
    known, tags = set(queries.field_keys(form.studio_id)), set(queries.tags_of(form))
    draft = Draft(
        name=shorten(_("%(name)s (copy)") % {"name": form.name}, 120),
        questions=[each for each in form.questions if each["field"] in known | {rules.NAME}],
        texts=form.texts,
        look=form.look,
        tags=sorted(tags),
        magnet_id=form.magnet_id,
        confirm=form.confirm,
    )
    return make(form.studio, draft, by=by, at=at)


@transaction.atomic
def set_aside(submission: Submission, *, by: Actor, at: datetime) -> Submission:
    """A member says that it is spam: its link confirms nothing any more."""
    require_actor(by, submission.studio, "edit_contacts")
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    return locked.become(rules.REFUSED, by=by, at=at, reason="by hand")


def check_promise(studio: Studio, magnet_id: int | None) -> None:
    """Raises Invalid when what the form promises is not a free offer that anybody can have now."""
    if magnet_id and not queries.magnets(studio.pk).filter(pk=magnet_id).exists():
        raise Invalid("magnet_not_free", _("What this form promises is not a published free offer any more."), "magnet")


def _locked(form: Form, by: Actor) -> Form:
    require_actor(by, form.studio, "edit_letters")
    locked = Form.objects.select_for_update(of=("self",)).select_related("studio").filter(pk=form.pk).first()
    if locked is None:
        raise NotFoundHere("form_gone", _("This form is not there any more."))
    return locked


def _clean(studio: Studio, draft: Draft) -> dict[str, Any]:
    keys = frozenset(Field.objects.filter(studio=studio).values_list("key", flat=True))
    clean = rules.clean_draft(draft, keys)
    if len(clean["tags"]) > rules.MAX_TAGS or _tags_of(studio, clean["tags"]) != clean["tags"]:
        raise Invalid("tag_unknown", _("Please choose tags of this studio, ten at most."), "tags")
    if draft.magnet_id and not queries.own_offers(studio.pk).filter(pk=draft.magnet_id).exists():
        raise Invalid("magnet_unknown", _("Please choose a free offer of this studio."), "magnet")
    return {**clean, "magnet_id": draft.magnet_id}


def _tags_of(studio: Studio, tags: list[int]) -> list[int]:
    return sorted(Tag.objects.filter(studio=studio, pk__in=tags).values_list("pk", flat=True))
