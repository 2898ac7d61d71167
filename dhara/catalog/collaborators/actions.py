"""Ask somebody to share an offer's income, agree, decline, end it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.catalog.collaborators import mail, queries, rules
from dhara.catalog.collaborators.facts import (
    CollaboratorAccepted,
    CollaboratorDeclined,
    CollaboratorEnded,
    CollaboratorInvited,
)
from dhara.catalog.collaborators.models import Collaborator
from dhara.catalog.kinds import is_held
from dhara.catalog.offers.models import Offer
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.accounts.queries import proven_emails
from dhara.people.models import Studio


@transaction.atomic
def invite(offer: Offer, *, email: str, bp: int, role: str = "", by: Actor, at: datetime) -> Collaborator:
    """Offer `bp` hundredths of a percent of the offer's income to an address, and write to it.

    Somebody who shares it already is asked for another part, and keeps the old one until they agree. Asking again
    takes the place of an open invitation. Raises Invalid with the field `email` or `percent`.
    """
    locked = _locked(offer.pk)
    require_actor(by, locked.studio, "edit_collaborators")
    if is_held(locked):
        raise Conflict("held_alone", _("Work is delivered by one studio, so its income is not shared."))
    email = _clean_email(email)
    rules.check_part(bp)
    standing = list(Collaborator.objects.filter(offer=locked, status__in=(rules.INVITED, rules.ACCEPTED)))
    if len(standing) >= rules.MOST:
        raise Conflict("too_many_collaborators", _("An offer can have fifty collaborators at most."))
    if by.kind == "person" and by.id and email in proven_emails(by.id):
        raise Invalid("collaborator_self", _("This is your own address: what is left is yours anyway."), "email")
    before = next((each for each in standing if each.email == email and each.status == rules.INVITED), None)
    present = next((each for each in standing if each.email == email and each.status == rules.ACCEPTED), None)
    without = [each.pk for each in (before, present) if each]
    rules.check_sum(bp, queries.given_away(locked.pk, without=without))
    if present and present.bp == bp:
        raise Conflict("part_same", _("This person has this part already."), "percent")
    if before:
        before.become(rules.ENDED, by=by, at=at, reason="renewed")
    made = Collaborator.objects.create(
        status=rules.INVITED,
        status_at=at,
        offer=locked,
        bp=bp,
        email=email,
        role=clean_text(role)[:80],
        token=secrets.token_urlsafe(32),
        replaces=present,
        invited_by_id=by.id or _owner_of(locked.studio),
        invited_at=at,
        expires_at=at + rules.VALID_FOR,
    )
    fact = CollaboratorInvited(locked.pk, made.pk, locked.title)
    record(fact, by=by, at=at, studio_id=locked.studio_id)
    mail.invitation(made, at=at)
    return made


@transaction.atomic
def accept(token: str, *, studio_id: int, by: Actor, at: datetime) -> Collaborator:
    """Agree: from now on the part of each sale goes to the studio, one of the person's own.

    Raises NotFoundHere for an invitation that is over, NotAllowed for another address, Conflict where it does not fit.
    """
    found = _mine(token, by, at)
    offer = _locked(found.offer_id)
    found = _mine(token, by, at)  # again, now that nobody else can change the offer's parts
    studio = Studio.objects.get(pk=studio_id)
    require_actor(by, studio, "edit_collaborators")
    if studio.pk == offer.studio_id:
        raise Invalid("studio_owner", _("This studio owns the offer: it has what is left anyway."), "studio")
    present = found.replaces if found.replaces and found.replaces.status == rules.ACCEPTED else None
    standing = Collaborator.objects.filter(offer=offer, status=rules.ACCEPTED)
    others = standing.exclude(pk=present.pk) if present else standing
    if others.filter(studio=studio).exists():
        raise Conflict("studio_shares", _("This studio shares the income of this offer already."), "studio")
    rules.check_sum(found.bp, sum(each.bp for each in others))
    if present:
        present.become(rules.ENDED, by=by, at=at, reason="replaced", ends_at=at)
    fact = CollaboratorAccepted(offer.pk, found.pk, offer.title)
    found.become(rules.ACCEPTED, fact=fact, by=by, at=at, studio=studio, starts_at=at)
    found.studio = studio
    Offer.objects.filter(pk=offer.pk).update(shared=True)
    mail.accepted(found, offer, at=at)
    return found


@transaction.atomic
def decline(token: str, *, by: Actor, at: datetime) -> Collaborator:
    """No. A part that was agreed before stays."""
    found = _mine(token, by, at)
    fact = CollaboratorDeclined(found.offer_id, found.pk, found.offer.title)
    found.become(rules.DECLINED, fact=fact, by=by, at=at)
    mail.declined(found, found.offer, at=at)
    return found


@transaction.atomic
def end(collaborator_id: int, *, by: Actor, at: datetime) -> Collaborator:
    """The owner or the collaborator ends it; sales until now stay shared. An open invitation is withdrawn.

    Raises NotFoundHere for whoever has the right in neither studio.
    """
    found = Collaborator.objects.select_related("offer__studio", "studio").filter(pk=collaborator_id).first()
    if found is None:
        raise NotFoundHere()
    _locked(found.offer_id)
    found.refresh_from_db(fields=["status", "version"])
    by_owner = _may(by, found.offer.studio)
    if not by_owner and not (found.studio and _may(by, found.studio)):
        raise NotFoundHere()
    was_agreed = found.status == rules.ACCEPTED
    fact = CollaboratorEnded(found.offer_id, found.pk, found.offer.title)
    found.become(rules.ENDED, fact=fact, by=by, at=at, ends_at=at if was_agreed else None)
    if was_agreed:
        mail.ended(found, found.offer, by_owner=by_owner, at=at)
    return found


def _may(by: Actor, studio: Studio) -> bool:
    try:
        require_actor(by, studio, "edit_collaborators")
    except (NotFoundHere, NotAllowed, Conflict):
        return False
    return True


def _mine(token: str, by: Actor, at: datetime) -> Collaborator:
    found = queries.invitation(token, at)
    if found is None:
        raise NotFoundHere("invitation_gone", _("This invitation is no longer valid. Ask for a new one."))
    if by.id is None or found.email not in proven_emails(by.id):
        raise NotAllowed(
            "other_address",
            _("This invitation was sent to another email address. Add and confirm that address first."),
        )
    return found


def _locked(offer_id: int) -> Offer:
    return Offer.objects.select_for_update(of=("self",), no_key=True).select_related("studio").get(pk=offer_id)


def _owner_of(studio: Studio) -> int:
    owner = studio.members.filter(role="owner").order_by("pk").values_list("account_id", flat=True).first()
    assert owner is not None
    return int(owner)


def _clean_email(email: str) -> str:
    email = clean_text(email).lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid("bad_email", _("This is not a complete email address."), "email") from error
    return email
