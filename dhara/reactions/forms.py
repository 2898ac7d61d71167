"""A form is confirmed: what it promised is its asker's. A contact is erased: so are the letters about forms."""

from __future__ import annotations

from datetime import datetime

from dhara.audience.contacts.facts import ContactErased
from dhara.audience.forms import actions, mail, queries
from dhara.audience.forms.facts import FormConfirmed
from dhara.audience.forms.models import Submission
from dhara.audience.forms.rules import magnet_key
from dhara.checkout.orders import actions as orders
from dhara.checkout.orders.mail import library_url
from dhara.delivery.grants import actions as grants
from dhara.kit.actor import Actor


def give_magnet(fact: FormConfirmed, *, by: Actor, at: datetime) -> None:
    """The free offer, once however often it is asked for; the letter with its link each time.

    What is not free any more is given to nobody: the studio sees it at its form.
    """
    related = ("form__studio", "form__magnet", "contact")
    submission = Submission.objects.select_related(*related).get(pk=fact.submission_id)
    tier = queries.free_tiers().filter(offer_id=fact.offer_id).select_related("offer__studio").first()
    contact = submission.contact
    if tier is None or contact is None or not contact.email or submission.form.magnet_id != fact.offer_id:
        return
    order = orders.give(
        tier,
        email=contact.email,
        name=contact.name or contact.email,
        language=submission.language,
        key=magnet_key(fact.offer_id, contact.pk),
        why=f"form:{fact.form_id}",
        by=by,
        at=at,
    )
    grants.deliver(order.pk, by=by, at=at)
    mail.magnet(submission, url=library_url(order), name=contact.name, by=by, at=at)


def forget_submissions(fact: ContactErased, *, by: Actor, at: datetime) -> None:
    actions.forget(fact.contact_id)
