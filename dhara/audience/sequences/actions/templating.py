"""Make a sequence of a template: its letters, its steps, what brings people in."""

from __future__ import annotations

from collections.abc import Sequence as Sequence_
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.messages import actions as messages
from dhara.audience.sequences import rules
from dhara.audience.sequences.actions.drafts import make, save_draft, settle
from dhara.audience.sequences.models import Sequence
from dhara.audience.sequences.rules.templates import TEMPLATES, Template, content
from dhara.catalog.models import Offer
from dhara.kit.actor import Actor
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Studio


@transaction.atomic
def make_from(
    studio: Studio,
    key: str,
    *,
    by: Actor,
    at: datetime,
    name: str = "",
    offer: Offer | None = None,
    ref: str = "",
    triggers: Sequence_[tuple[str, str]] | None = None,
) -> Sequence:
    """A draft with the template's letters in both languages, all of which the studio may change.

    `offer` is what its letters show and, where the template has a goal, what ends it; `ref` ("form:3", "tag:8",
    "offer:12", "" for any) what the event that brings people in is about, unless `triggers` say what else does. Raises
    NotFoundHere for an unknown template or somebody else's offer, else as `make` and `settle` do.
    """
    template = TEMPLATES.get(key)
    if template is None or (offer is not None and offer.studio_id != studio.pk):
        raise NotFoundHere("template", _("There is no such template."))
    made = make(studio, name or str(template.words), by=by, at=at, template=key)
    letters = {
        letter: messages.write(studio, "sequence", content(words, offer.pk if offer else 0), by=by, at=at).pk
        for letter, words in template.letters.items()
    }
    save_draft(made, _graph(template, letters), by=by, at=at)
    return settle(
        made,
        by=by,
        at=at,
        triggers=[(template.trigger, ref)] if triggers is None else triggers,
        goal={"kind": "bought", "ref": f"offer:{offer.pk}"} if template.goal and offer else None,
        reentry=template.reentry,
        cooldown_days=template.cooldown_days,
    )


def _graph(template: Template, letters: dict[str, int]) -> rules.Graph:
    nodes = {}
    for place, step in enumerate(template.steps, start=1):
        fields = {key: value for key, value in step.items() if key != "letter"}
        if "letter" in step:
            fields["message"] = letters[step["letter"]]
        nodes[f"n{place}"] = {**fields, "next": f"n{place + 1}" if place < len(template.steps) else ""}
    return {"start": "n1", "last": len(nodes), "nodes": nodes}
