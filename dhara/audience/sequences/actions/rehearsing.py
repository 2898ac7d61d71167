"""Let a contact go through a draft with a fast clock, and see what would happen. Nothing of it stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.audience.contacts.models import Contact, ContactEvent, ContactTag
from dhara.audience.contacts.rules import GONE, SUBSCRIBED
from dhara.audience.segments import queries as segments
from dhara.audience.sequences import queries, rules
from dhara.audience.sequences.actions.claiming import PASSED, REACHED, SKIPPED
from dhara.audience.sequences.models import Sequence
from dhara.audience.sequences.rules import Known, Node

MOST: Final = 200
LONGEST: Final = timedelta(days=1100)
WINDOW, LACKS, END = "window", "lacks", "end"


@dataclass(frozen=True)
class Rehearsed:
    """What would happen at a moment on a node ("" for the end); `outcome` as in Step, or "window", "lacks", "end"."""

    at: datetime
    node: str
    outcome: str
    words: str


def rehearse(sequence: Sequence, contact: Contact, *, at: datetime) -> list[Rehearsed]:
    """The passage of a contact through the draft, beginning now, as long as nothing else happens to them.

    Tags and fields are set and taken back with all else, so that conditions see them; nothing is recorded, nobody is
    told, no letter is written. A wrong draft is gone through as far as it makes sense.
    """
    with transaction.atomic():
        try:
            return _Rehearsal(sequence, contact, at).run()
        finally:
            transaction.set_rollback(True)


class _Rehearsal:
    def __init__(self, sequence: Sequence, contact: Contact, at: datetime) -> None:
        self.sequence, self.contact, self.at, self.began = sequence, contact, at, at
        self.graph: rules.Graph = sequence.draft
        self.known: Known = queries.known(sequence.studio, self.graph)
        self.where = rules.zone(contact.time_zone, sequence.studio.time_zone)
        self.found: list[Rehearsed] = []
        self.node = self.graph["start"]

    def run(self) -> list[Rehearsed]:
        if self.contact.status in GONE:
            self._say(END, _("This contact wants no letters any more, and does not come in."), "")
            return self.found
        while self.node and len(self.found) < MOST and self.at - self.began < LONGEST:
            self._step(self.graph["nodes"][self.node])
        self._say(END, _("The end") if not self.node else _("And so on."), "")
        return self.found

    def _step(self, node: Node) -> None:
        kind = rules.KINDS[node["kind"]]
        ways = rules.exits(node)
        words, outcome = rules.in_words(node, self.known), LACKS
        if not kind.lacks(node):
            outcome = getattr(self, f"_{kind.name}", self._on)(node)
        self._say(outcome, words, self.node)
        self.node = ways.get(outcome, next(iter(ways.values()), ""))
        if kind.name == rules.WAIT:
            self.at = rules.after_wait(node, self.at, self.where)

    def _say(self, outcome: str, words: str, node: str) -> None:
        self.found.append(Rehearsed(self.at, node, outcome, words))

    def _on(self, _node: Node) -> str:
        return rules.NEXT

    def _send(self, _node: Node) -> str:
        opens = rules.next_open(self.sequence.window, self.at, self.where)
        if opens > self.at:
            self._say(WINDOW, _("Waits until letters may go out"), self.node)
            self.at = opens
        return rules.NEXT if self.contact.status == SUBSCRIBED else SKIPPED

    def _condition(self, node: Node) -> str:
        return rules.YES if segments.matches(self.contact, node["rules"], at=self.at) else rules.NO

    def _split(self, node: Node) -> str:
        return rules.way_of(node, self.sequence.pk, self.node, self.contact.pk)

    def _tag(self, node: Node) -> str:
        if node["do"] == "add":
            ContactTag.objects.get_or_create(contact=self.contact, tag_id=node["tag"], defaults={"at": self.at})
        else:
            ContactTag.objects.filter(contact=self.contact, tag_id=node["tag"]).delete()
        return rules.NEXT

    def _field(self, node: Node) -> str:
        fields: dict[str, Any] = {**self.contact.fields, node["key"]: node["value"]}
        Contact.objects.filter(pk=self.contact.pk).update(fields=fields)
        self.contact = Contact.objects.get(pk=self.contact.pk)
        return rules.NEXT

    def _goal(self, node: Node) -> str:
        done = ContactEvent.objects.filter(contact=self.contact, kind=node["event"], at__gte=self.began)
        done = done.filter(subject=node["ref"]) if node["ref"] else done
        return REACHED if done.exists() else PASSED
