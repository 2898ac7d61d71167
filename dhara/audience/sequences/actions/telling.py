"""Steps that tell somebody: a notice to the studio's people, a fact for the studio's programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from dhara.audience.contacts.models import Contact
from dhara.audience.sequences import models
from dhara.audience.sequences.actions.claiming import Walker
from dhara.audience.sequences.facts import SequenceCalled
from dhara.kit.actor import SYSTEM
from dhara.kit.facts.actions import record_all
from dhara.people.models import Member, Studio
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may


def notify(walkers: Sequence[Walker], *, at: datetime) -> None:
    """A notice to each member who writes the studio's letters, once for each visit of the step."""
    studios = Studio.objects.in_bulk({each.studio_id for each in walkers})
    names = dict(
        models.Sequence.objects.filter(pk__in={each.sequence_id for each in walkers}).values_list("pk", "name")
    )
    people = Contact.objects.in_bulk({each.contact_id for each in walkers})
    members: dict[int, list[int]] = defaultdict(list)
    for studio_id, account_id, role in Member.objects.filter(studio_id__in=studios).values_list(
        "studio_id", "account_id", "role"
    ):
        if role_may(role, "send_letters"):
            members[studio_id].append(account_id)
    for each in walkers:
        person = people[each.contact_id]
        data = {"sequence": names[each.sequence_id], "words": each.standing["words"], "contact": str(person)}
        for account_id in members[each.studio_id]:
            tell(
                account_id=account_id,
                topic="audience",
                kind="sequence_told",
                data=data,
                key=f"sequence:{each.id}:{each.node}:{each.visit}:{account_id}",
                at=at,
                url=f"/studio/{studios[each.studio_id].handle}/audience/contacts/{each.contact_id}/",
                studio_id=each.studio_id,
            )


def call(walkers: Sequence[Walker], *, at: datetime) -> None:
    """What a studio's programs are told; whether any wants to know is asked where the fact is carried out."""
    facts = [
        (SequenceCalled(each.id, each.sequence_id, each.contact_id, each.node, each.standing["words"]), each.studio_id)
        for each in walkers
    ]
    record_all(facts, by=SYSTEM, at=at)
