"""Forms: what they ask and say, where they stand, who filled them in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_address
from typing import Any, Literal, cast

from django.utils.translation import gettext_lazy as _
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from dhara.api.v1.schemas.base import LINE, Id, In, Out
from dhara.api.v1.schemas.contacts import Key, Name, Value
from dhara.api.v1.schemas.market import Paged
from dhara.audience.forms import queries
from dhara.audience.forms.actions import Given
from dhara.audience.forms.rules import Draft, Origin, warning_of
from dhara.audience.models import Form, Submission
from dhara.kit.refusal import Invalid

Status = Literal["draft", "open", "closed"]
Filled = Literal["waiting", "confirmed", "expired", "refused"]
Place = Literal["page", "inline", "popup"]
Tone = Literal["paper", "river", "marigold", "night"]
_EXAMPLE: JsonDict = {
    "name": "Checklist",
    "questions": [{"field": "name", "required": False}],
    "texts": {"en": {"title": "Free checklist", "button": "Send it to me"}},
    "confirm": True,
}


class QuestionIn(In):
    field: Key = Field(description="`name`, or the key of one of the studio's contact fields.")
    required: bool = False


class WordsIn(In):
    """What is left empty says what every form says."""

    title: str = Field("", max_length=120, pattern=LINE)
    words: str = Field("", max_length=600, pattern=r"^[^\x00]*$")
    button: str = Field("", max_length=40, pattern=LINE)
    consent: str = Field("", max_length=400, pattern=LINE, description="What they agree to; it is kept with them.")
    thanks: str = Field("", max_length=400, pattern=LINE, description="After they have confirmed.")


class TextsIn(In):
    bn: WordsIn | None = None
    en: WordsIn | None = None


class LookIn(In):
    place: Place = Field("page", description="Where it stands on other sites.")
    tone: Tone = "paper"
    after_seconds: int = Field(0, ge=0, le=600, description="When a `popup` opens by itself; 0: it does not.")
    on_leaving: bool = Field(False, description="A `popup` opens when the pointer leaves the page.")


class FormIn(In):
    """The whole form: what is left out is empty, or as in a new one."""

    name: str = Field(min_length=1, max_length=120, pattern=LINE, description="Only the studio sees it.")
    questions: list[QuestionIn] = Field(
        default_factory=list, max_length=8, description="What is asked besides the address, in this order."
    )
    texts: TextsIn = Field(default_factory=TextsIn)
    look: LookIn = Field(default_factory=lambda: LookIn.model_validate({}))
    tags: list[Name] = Field(
        default_factory=list, max_length=10, description="Tags of the studio that who confirms gets."
    )
    magnet: Id | None = Field(None, description="The id of a free, published offer that who confirms gets.")
    confirm: bool = Field(True, description="A letter asks whether the address is theirs.")

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"example": _EXAMPLE})


class FormMoveIn(In):
    to: Literal["publish", "close"]

    model_config = ConfigDict(json_schema_extra={"example": {"to": "publish"}})


class UtmIn(In):
    source: str = Field("", max_length=120, pattern=LINE)
    medium: str = Field("", max_length=120, pattern=LINE)
    campaign: str = Field("", max_length=120, pattern=LINE)
    term: str = Field("", max_length=120, pattern=LINE)
    content: str = Field("", max_length=120, pattern=LINE)


class SubmissionIn(In):
    email: str = Field(min_length=3, max_length=254, pattern=LINE)
    answers: dict[Key, Value] = Field(default_factory=dict, description="By the key of the field, and `name`.")
    language: Literal["bn", "en"] | None = Field(None, description="In which they read your form.")
    page: str = Field("", max_length=500, pattern=LINE, description="Where your form stands.")
    utm: UtmIn = Field(default_factory=lambda: UtmIn.model_validate({}))
    ip: str = Field("", max_length=45, pattern=LINE, description="The visitor's address; it is kept with the consent.")

    model_config = ConfigDict(
        json_schema_extra={"example": {"email": "mina@example.com", "answers": {"name": "Mina"}, "language": "en"}}
    )


class SubmissionsAsked(Paged):
    state: Filled | Literal[""] = Field("", description="Only those in this state.")


class QuestionOut(Out):
    field: str
    required: bool


class WordsOut(Out):
    title: str
    words: str
    button: str
    consent: str
    thanks: str


class TextsOut(Out):
    bn: WordsOut
    en: WordsOut


class LookOut(Out):
    place: Place
    tone: Tone
    after_seconds: int
    on_leaving: bool


class FormOut(Out):
    id: int
    name: str
    status: Status = Field(description="Only an open one can be filled in.")
    url: str = Field(description="Its public page; not there while it is a draft.")
    questions: list[QuestionOut]
    texts: TextsOut
    look: LookOut
    tags: list[str]
    magnet: int | None
    magnet_lost: bool = Field(description="What it promises is no published free offer any more: nobody gets it.")
    confirm: bool
    seen: int
    submitted: int = Field(description="Without what was set aside as spam.")
    confirmed: int
    created_at: datetime
    changed_at: datetime


class FormPage(Out):
    items: list[FormOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class EmbedOut(Out):
    url: str = Field(description="Its own page, for links and posters.")
    frame: str = Field(description="The same for a frame on another site.")
    script: str = Field(description="HTML with a script: it puts the form where it stands, or opens the window.")
    plain: str = Field(description="HTML without scripts: its visitor sees the form once more here, filled in.")


class SubmissionOut(Out):
    id: int
    state: Filled
    email: str = Field(description="As it was typed: only `confirmed` proves whose it is. Empty once erased.")
    contact: int | None
    language: str
    answers: dict[str, str | bool | int | float] = Field(description="By the key of the field, and `name`.")
    utm: dict[str, str]
    page: str = Field(description="Where the form stood, if the browser told.")
    warning: Literal["", "disposable", "role"] = Field(
        description="`disposable`: an address for a few minutes; `role`: one of many people."
    )
    created_at: datetime
    confirmed_at: datetime | None


class SubmissionPage(Out):
    items: list[SubmissionOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


def draft_of(given: FormIn, tag_ids: list[int]) -> Draft:
    """As `forms.actions` takes it."""
    said = given.model_dump(exclude_none=True)
    return Draft(
        name=given.name,
        questions=said["questions"],
        texts=said["texts"],
        look=said["look"],
        tags=tag_ids,
        magnet_id=given.magnet,
        confirm=given.confirm,
    )


def given_of(wanted: SubmissionIn) -> Given:
    """As `forms.actions.submit` takes it. Raises Invalid for what is no network address."""
    try:
        ip = str(ip_address(wanted.ip)) if wanted.ip else None
    except ValueError:
        raise Invalid("ip_invalid", _("This is not a network address."), "ip") from None
    origin = Origin(page=wanted.page, utm=wanted.utm.model_dump(), ip=ip)
    return Given(email=wanted.email, answers=wanted.answers, language=wanted.language or "", origin=origin)


def form_out(found: Form, tags: Mapping[int, str], lost: set[int]) -> FormOut:
    """Needs the numbers of `forms.queries.visible_to`; `tags` as `tag_names`, `lost` as `broken` gives."""
    numbers: Any = found
    return FormOut(
        id=found.pk,
        name=found.name,
        status=cast(Status, found.status),
        url=queries.public_url(found),
        questions=[QuestionOut(**each) for each in found.questions],
        texts=TextsOut.model_validate(found.texts),
        look=LookOut.model_validate(found.look),
        tags=sorted(tags[each] for each in found.tags if each in tags),
        magnet=found.magnet_id,
        magnet_lost=found.pk in lost,
        confirm=found.confirm,
        seen=found.seen,
        submitted=numbers.submitted,
        confirmed=numbers.confirmed,
        created_at=found.created_at,
        changed_at=found.changed_at,
    )


def embed_out(shared: queries.Shared) -> EmbedOut:
    return EmbedOut(url=shared.url, frame=shared.frame, script=shared.script, plain=shared.plain)


def submission_out(found: Submission) -> SubmissionOut:
    return SubmissionOut.model_validate(
        {
            "id": found.pk,
            "state": found.status,
            "email": found.email,
            "contact": found.contact_id,
            "language": found.language,
            "answers": found.data,
            "utm": found.utm,
            "page": found.page,
            "warning": warning_of(found.email),
            "created_at": found.created_at,
            "confirmed_at": found.confirmed_at,
        }
    )
