"""The steps of a sequence, as they are read and as they are written."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, LINE, Id, In, Out
from dhara.api.v1.schemas.messages import ContentIn
from dhara.audience.automations.rules import ref_of, thing_of
from dhara.audience.sequences import rules
from dhara.kit.refusal import Invalid

Kind = Literal["send", "wait", "condition", "split", "tag", "field", "notify", "webhook", "goal", "exit"]
Event = Literal["confirmed", "subscribed", "tagged", "bought", "refunded", "left_cart", "given"]
StepId = Annotated[str, Field(pattern=r"^n[1-9][0-9]{0,8}$", description="`n` and a number that is never used again.")]
Exit = Annotated[str, Field(pattern=r"^(n[1-9][0-9]{0,8})?$", description="The id of a step; empty for the end.")]
Time = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Day = Annotated[int, Field(ge=0, le=6)]
Count = Annotated[int, Field(ge=0, le=100_000)]
_ABOUT = "The id of the offer, form or tag it is about; null for any."


class HappeningIn(In):
    kind: Event
    about: Id | None = Field(None, description=_ABOUT)

    model_config = ConfigDict(json_schema_extra={"example": {"kind": "tagged", "about": 8}})


class SpanIn(In):
    days: Count = 0
    hours: Count = 0
    minutes: Count = 0


class WayIn(In):
    share_bp: int = Field(ge=1, le=10_000, description="In hundredths of a percent; all of them make 10000.")
    next: Exit = ""


class StepIn(In):
    """What a step of its kind has, and where it leads: `next`, `yes` and `no`, or each of the `ways`."""

    id: StepId
    kind: Kind
    next: Exit = ""
    yes: Exit = ""
    no: Exit = ""
    letter: Id | None = Field(None, description="send: one of the sequence's letters; null for a new one.")
    content: ContentIn | None = Field(None, description="send: what the letter says; left out, it stays as it is.")
    span: SpanIn | None = Field(None, description="wait: how long.")
    until: Time | None = Field(None, description="wait: until this time of day where the contact lives.")
    weekday: Day | None = Field(None, description="wait: and on this day of the week; 0 is Monday.")
    rules: dict[str, Any] | None = Field(None, description="condition: rules as those of segments.")
    ways: list[WayIn] | None = Field(None, max_length=5, description="split: two to five.")
    do: Literal["add", "remove"] | None = Field(None, description="tag: what happens with it.")
    tag: Id | None = None
    key: Annotated[str, Field(max_length=40, pattern=LINE)] | None = Field(None, description="field: which one.")
    value: (
        Annotated[str, Field(max_length=1000, pattern=LINE)]
        | Annotated[int, Field(ge=-BIGGEST, le=BIGGEST)]
        | bool
        | None
    ) = None
    words: Annotated[str, Field(max_length=200, pattern=LINE)] | None = Field(
        None, description="notify and webhook: what they say."
    )
    event: Event | None = Field(None, description="goal: what has to happen.")
    about: Id | None = Field(None, description=_ABOUT)


class DraftIn(In):
    """All steps as they shall be."""

    seen: int = Field(ge=0, le=BIGGEST, description="The `draft` that you have read: if it is another now, 409.")
    start: Exit = Field("", description="The first step.")
    steps: list[StepIn] = Field(max_length=rules.MAX_NODES)

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "seen": 2,
                "start": "n1",
                "steps": [
                    {"id": "n1", "kind": "wait", "span": {"days": 2}, "next": "n2"},
                    {
                        "id": "n2",
                        "kind": "send",
                        "content": {
                            "en": {"subject": "Hello", "blocks": [{"kind": "text", "html": "<p>How is it going?</p>"}]}
                        },
                    },
                ],
            }
        }
    )


class SpanOut(Out):
    days: int = 0
    hours: int = 0
    minutes: int = 0


class WayOut(Out):
    share_bp: int
    next: str


class StepOut(Out):
    """It can be sent as it is, without `sentence`."""

    id: str
    kind: Kind
    sentence: str = Field(description="For people, in the language of the answer: what it does, or what it lacks.")
    next: str = Field(description="The id of a step; empty for the end.")
    yes: str
    no: str
    letter: int | None
    span: SpanOut | None
    until: str | None
    weekday: int | None
    rules: dict[str, Any] | None
    ways: list[WayOut] | None
    do: Literal["add", "remove"] | None
    tag: int | None
    key: str | None
    value: str | int | float | bool | None
    words: str | None
    event: Event | None
    about: int | None


def ref_for(given: HappeningIn) -> str:
    """The subject of an event. Raises Invalid for a thing that it is not about."""
    return _ref(given.kind, given.about)


def _ref(kind: str, about: int | None) -> str:
    if about is None:
        return ""
    found = ref_of(kind, about)
    if not found:
        raise Invalid("event", field="about")
    return found


def nodes_of(given: DraftIn) -> dict[str, dict[str, Any]]:
    """The nodes of a graph, to be made clean by `save_draft`. Raises Invalid for an id that comes twice."""
    nodes: dict[str, dict[str, Any]] = {}
    for place, step in enumerate(given.steps):
        if step.id in nodes:
            raise Invalid("step_twice", field=f"steps.{place}.id")
        nodes[step.id] = _node(step)
    return nodes


def _node(step: StepIn) -> dict[str, Any]:
    kind = rules.KINDS[step.kind]
    told = step.model_dump(exclude_none=True)
    told |= {"for": told.get("span"), "message": step.letter, "ref": _ref(step.event, step.about) if step.event else ""}
    names = (*kind.fields, *(kind.outcomes if kind.name != rules.SPLIT else ()))
    return {"kind": kind.name, **{name: told[name] for name in names if told.get(name) is not None}}


def step_out(name: str, node: dict[str, Any], known: rules.Known) -> StepOut:
    plain = ("next", "yes", "no", "until", "weekday", "rules", "ways", "do", "tag", "key", "value", "words")
    given = {each: node.get(each, "" if each in ("next", "yes", "no") else None) for each in plain}
    told = {
        "id": name,
        "kind": node["kind"],
        "sentence": rules.in_words(node, known),
        "letter": node.get("message"),
        "span": node.get("for"),
        "event": node.get("event"),
        "about": thing_of(node.get("ref") or ""),
    }
    return StepOut.model_validate({**given, **told})


def steps_out(graph: rules.Graph, known: rules.Known) -> list[StepOut]:
    """In the order of reading, those to which no way leads at the end."""
    order = rules.walk(graph)
    return [step_out(name, graph["nodes"][name], known) for name in dict.fromkeys([*order, *graph["nodes"]])]
