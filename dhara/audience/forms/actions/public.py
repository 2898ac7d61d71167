"""What strangers do with a form: look at it, fill it in, press the button behind the letter's link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts import rules as contact_rules
from dhara.audience.contacts.models import Contact
from dhara.audience.forms import mail, queries, rules
from dhara.audience.forms.facts import FormConfirmed, FormSubmitted
from dhara.audience.forms.models import Form, Showing, Submission
from dhara.audience.forms.rules import Origin
from dhara.audience.suppression import queries as suppression
from dhara.audience.suppression.rules import DEAD, LIFTED_BY_PROOF
from dhara.kit import limits, rows
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.languages import known
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere, TooMany
from dhara.people.studios.rules import OPEN as STUDIO_OPEN

# By one network address in ten minutes; to one e-mail address in an hour.
MOST_OF_ONE: Final = (30, 600)
MOST_TO_ONE: Final = (5, 3600)
# A second press within this time is the same press.
SAME_PRESS: Final = timedelta(minutes=2)


@dataclass(frozen=True)
class Given:
    """What was filled in. `answers` are by key of a field, or "name"; `stamp` None when a studio's program sends it."""

    email: str
    answers: Mapping[str, Any]
    language: str = ""
    trap: str = ""
    stamp: str | None = None
    origin: Origin = field(default_factory=Origin)


@transaction.atomic
def see(form: Form, origin: Origin, *, at: datetime) -> None:
    """Count somebody who sees an open form, once a day for each network address. Needs form.studio."""
    if not limits.use(f"form-seen:{form.pk}", origin.ip or "", 1, 86_400, at=at).allowed:
        return
    if not Form.objects.filter(pk=form.pk, status=rules.OPEN).update(seen=F("seen") + 1):
        return
    clean = rules.clean_origin(origin)
    day = at.astimezone(ZoneInfo(form.studio.time_zone)).date()
    page, source = rules.place_of(clean["page"]), clean["utm"].get("source", "")
    today = Showing.objects.filter(form=form, day=day)
    if today.count() >= rules.MAX_PAGES and not today.filter(page=page, source=source).exists():
        page, source = "", ""
    with rows.cursor() as cursor:
        cursor.execute(_SEEN, [form.pk, form.studio_id, day, page, source])


_SEEN: Final = """
INSERT INTO audience_showing (form_id, studio_id, day, page, source, seen) VALUES (%s, %s, %s, %s, %s, 1)
ON CONFLICT (form_id, day, page, source) DO UPDATE SET seen = audience_showing.seen + 1
"""


def submit(form: Form, given: Given, *, by: Actor, at: datetime) -> Submission:
    """Keep what was filled in, and write to the address. The answer is the same whoever it belongs to.

    Who is subscribed already gets at once what was promised; addresses that must not be written get nothing. Raises
    Conflict for a closed form, Invalid with the field, TooMany.
    """
    _check_open(form)
    if given.stamp is not None:
        rules.check_stamp(form.pk, given.stamp, at)
        _limit("form-by", given.origin.ip or "", *MOST_OF_ONE, at=at)
    email = contact_rules.clean_email(given.email)
    data = _answers(form, given.answers)
    if not given.trap:
        _limit("form-to", email, *MOST_TO_ONE, at=at)
    with transaction.atomic():
        return _submit(form, email, data, given, by=by, at=at)


def _submit(form: Form, email: str, data: dict[str, Any], given: Given, *, by: Actor, at: datetime) -> Submission:
    language = known(given.language, form.studio.language)
    submission = Submission(
        form=form,
        studio=form.studio,
        email=email,
        token=rules.new_secret(),
        status=rules.WAITING,
        status_at=at,
        language=language,
        data=data,
        consent=form.texts.get(language, {}).get("consent", ""),
        created_at=at,
        **rules.clean_origin(given.origin),
    )
    if given.trap:
        submission.save()
        return submission.become(rules.REFUSED, by=SYSTEM, at=at, reason="trap")
    contact = contacts.find_or_make(form.studio, email, by=by, at=at, language=language, source=f"form:{form.pk}")
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    same = Submission.objects.filter(form=form, contact=contact, created_at__gt=at - SAME_PRESS)
    if before := same.exclude(status=rules.REFUSED).first():
        return before
    submission.contact = contact
    submission.save()
    key = f"submitted:submission:{submission.pk}"
    contacts.keep_event(contact.pk, form.studio_id, "submitted", f"form:{form.pk}", at=at, key=key)
    record(FormSubmitted(submission.pk, form.pk), by=by, at=at, studio_id=form.studio_id)
    return _answer(form, submission, contact, by=by, at=at)


def _answer(form: Form, submission: Submission, contact: Contact, *, by: Actor, at: datetime) -> Submission:
    """Write what this person is to get: what was promised, the question whether it is them, or nothing."""
    submission.form = form
    kept_out = {row.reason for row in suppression.rows_of(contact.studio_id, contact.email)}
    if contact.status == contact_rules.COMPLAINED or kept_out - (LIFTED_BY_PROOF - DEAD):
        return submission
    if contact.status == contact_rules.SUBSCRIBED and not kept_out:
        if not form.magnet_id:
            mail.already(submission, at=at)
        return _confirmed(submission, contact, by=SYSTEM, at=at, reason="subscribed already")
    fresh = contact.status in (contact_rules.KNOWN, contact_rules.PENDING)
    if not form.confirm and fresh and not kept_out:
        _agree(submission, contact, by=by, at=at)
        return _confirmed(submission, contact, by=SYSTEM, at=at, reason="asks no proof")
    contacts.ask(contact, by=by, at=at)
    mail.confirmation(submission, at=at)
    return submission


@transaction.atomic
def confirm(token: str, *, ip: str | None = None, by: Actor, at: datetime) -> Submission:
    """The button behind the letter's link was pressed; again and again is once. Late is not too late."""
    found = queries.submission_at(token)
    if found is None or found.contact_id is None:
        raise NotFoundHere("confirmation_gone", _("This link is not valid. Please fill in the form again."))
    contact = Contact.objects.select_for_update().get(pk=found.contact_id)
    submission = Submission.objects.select_for_update().get(pk=found.pk)
    submission.form, submission.contact = found.form, contact
    if submission.status == rules.CONFIRMED:
        return submission
    if found.form.studio.status != STUDIO_OPEN or contact.status == contact_rules.ERASED:
        raise _closed()
    _agree(submission, contact, proof=f"submission:{submission.pk}", ip=ip, by=by, at=at)
    return _confirmed(submission, contact, by=by, at=at, reason="button")


def _agree(
    submission: Submission, contact: Contact, *, proof: str = "", ip: str | None = None, by: Actor, at: datetime
) -> None:
    """The contact is subscribed, with the words that were seen; what was filled in is theirs now."""
    if contact.status == contact_rules.BOUNCED:
        contacts.ask(contact, by=by, at=at)
    contacts.subscribe(
        contact,
        by=by,
        at=at,
        source=f"form:{submission.form_id}",
        words=submission.consent,
        language=submission.language,
        page=submission.page,
        ip=ip or submission.ip,
        proof=proof,
    )
    present = set(queries.field_keys(submission.studio_id))
    for key, value in submission.data.items():
        if key in present:
            contacts.set_field(contact, key, value, by=by, at=at)
    if not contact.name and (name := submission.data.get(rules.NAME)):
        contacts.edit(contact, name=name, by=by, at=at)


def _confirmed(submission: Submission, contact: Contact, *, by: Actor, at: datetime, reason: str) -> Submission:
    for tag_id in queries.tags_of(submission.form):
        contacts.tag(contact, tag_id, by=by, at=at, source=f"form:{submission.form_id}")
    fact = FormConfirmed(submission.pk, submission.form_id, contact.pk, submission.form.magnet_id or 0)
    return submission.become(
        rules.CONFIRMED, fact=fact, by=by, at=at, reason=reason, studio_id=submission.studio_id, confirmed_at=at
    )


def expire_due(*, at: datetime, limit: int = 500) -> int:
    """Who has not pressed within a week, did not want it: back to what they were, unless another letter waits."""
    due = Submission.objects.filter(status=rules.WAITING, created_at__lte=at - rules.KEPT).order_by("created_at")
    ids = list(due.values_list("pk", flat=True)[:limit])
    for submission_id in ids:
        with transaction.atomic():
            _expire(submission_id, at)
    return len(ids)


def _expire(submission_id: int, at: datetime) -> None:
    contact = Contact.objects.select_for_update().filter(submissions__pk=submission_id).first()
    submission = Submission.objects.select_for_update().filter(pk=submission_id, status=rules.WAITING).first()
    if submission is None:
        return
    submission.become(rules.EXPIRED, by=SYSTEM, at=at)
    waits = Submission.objects.filter(contact=contact, status=rules.WAITING)
    if contact is not None and not waits.exists():
        contacts.forget_question(contact, at=at)


def forget(contact_id: int) -> None:
    """The contact was erased: the letters about what they filled in tell no more who it was."""
    for submission_id in Submission.objects.filter(contact_id=contact_id).values_list("pk", flat=True):
        mail.forget(submission_id)


def _check_open(form: Form) -> None:
    if not queries.takes(form):
        raise _closed()


def _closed() -> Conflict:
    return Conflict("form_closed", _("This form is closed."))


def _limit(scope: str, who: str, most: int, seconds: int, *, at: datetime) -> None:
    used = limits.use(scope, who, most, seconds, at=at)
    if not used.allowed:
        words = _("We have written to this address several times. Please look into the folder for spam, too.")
        raise TooMany("too_many_letters" if scope == "form-to" else "", words if scope == "form-to" else "")


def _answers(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered, by key. Raises Invalid with the key as its field. What nobody asked for is left out."""
    found: dict[str, Any] = {}
    for asked, required in queries.asked(form):
        key = asked.key if asked else rules.NAME
        try:
            value = contact_rules.clean_value(
                asked.kind if asked else contact_rules.TEXT, asked.choices if asked else (), answers.get(key)
            )
        except Invalid as refusal:
            raise Invalid(refusal.code, refusal.message, key) from refusal
        if required and value in (None, ""):
            raise Invalid("answer_missing", _("Please fill this in."), key)
        if value not in (None, ""):
            found[key] = value if asked else str(value)[:120]
    return found
