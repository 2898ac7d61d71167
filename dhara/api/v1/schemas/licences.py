"""Licence keys: what programs ask, and what a studio sees."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, JsonValue

from dhara.api.v1.schemas.base import LINE, Id, In, Out
from dhara.api.v1.schemas.market import Paged
from dhara.delivery.licences import rules
from dhara.delivery.licences.rules import Answer
from dhara.delivery.models import Activation, Licence

Code = Literal[
    "ok", "unknown", "rotated", "refunded", "access_over", "disabled", "expired", "over_cap", "not_activated"
]
Key = Annotated[str, Field(min_length=1, max_length=200, pattern=LINE, examples=["7KQ2M-XW4PD-9RTHC"])]
Instance = Annotated[str, Field(min_length=1, max_length=rules.INSTANCE_LENGTH, pattern=LINE, examples=["b7c1-4f02"])]

_EXAMPLE: Final[dict[str, JsonValue]] = {"offer": 12, "key": "7KQ2M-XW4PD-9RTHC"}


class KeyIn(In):
    """A key of an offer."""

    offer: Id = Field(description="The id of the offer: a key opens no other one.")
    key: Key = Field(description="As the buyer types it: small letters and missing dashes do not matter.")


class VerifyIn(KeyIn):
    instance: str = Field(
        "", max_length=rules.INSTANCE_LENGTH, pattern=LINE, description="Ask for this machine, too; empty for any."
    )

    model_config = ConfigDict(json_schema_extra={"example": {**_EXAMPLE, "instance": ""}})


class ActivateIn(KeyIn):
    instance: Instance = Field(description="What your program calls the machine; the same each time.")
    name: str = Field("", max_length=rules.NAME_LENGTH, pattern=LINE, description="For the buyer, who sees the list.")

    model_config = ConfigDict(
        json_schema_extra={"example": {**_EXAMPLE, "instance": "b7c1-4f02", "name": "The old laptop"}}
    )


class DeactivateIn(KeyIn):
    instance: Instance

    model_config = ConfigDict(json_schema_extra={"example": {**_EXAMPLE, "instance": "b7c1-4f02"}})


class InstanceOut(Out):
    """A machine that uses a key."""

    id: str
    name: str
    activated_at: datetime


class LicenceAnswer(Out):
    """The same shape for every key, good or not."""

    valid: bool
    code: Code = Field(description="Why not, or ok.")
    detail: str = Field(description="For people, in the language of the answer.")
    offer: int
    tier: str
    issued_at: datetime | None
    expires_at: datetime | None = Field(description="null: for ever, or from the first activation on.")
    seats: int | None = Field(description="How many machines may use it at once; null for any number.")
    used: int = Field(description="How many use it now.")
    instance: InstanceOut | None = Field(description="The machine that was asked for.")

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "valid": False,
                "code": "refunded",
                "detail": "The purchase was refunded, so its key is no longer good.",
                "offer": 12,
                "tier": "Personal",
                "issued_at": "2026-03-02T04:00:00Z",
                "expires_at": None,
                "seats": 2,
                "used": 1,
                "instance": None,
            }
        },
    )


class LicencesAsked(Paged):
    q: str = Field("", max_length=120, pattern=LINE, description="A key, the number of an order, an offer, or a buyer.")
    status: Literal["", "active", "disabled", "refunded", "waiting"] = ""


class LicenceOut(Out):
    """A key that a studio sold."""

    id: int
    key: str = Field(description="Empty while the buyer waits for one.")
    status: Literal["active", "disabled"]
    code: Code = Field(description="What a program would be told now.")
    offer: int
    title: str
    tier: str
    order: str = Field(description="The number of the order.")
    email: str | None = Field(description="null where your role may not see buyers.")
    issued_at: datetime
    expires_at: datetime | None
    seats: int | None
    instances: list[InstanceOut]


class LicencePage(Out):
    items: list[LicenceOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class DisablingIn(In):
    reason: str = Field(min_length=1, max_length=rules.REASON_LENGTH, description="The buyer reads it.")

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "The key was shared with others."}})


def answer_out(answer: Answer) -> LicenceAnswer:
    machine = answer.machine
    return LicenceAnswer(
        valid=answer.valid,
        code=answer.code,  # type: ignore[arg-type]  # one of rules.CODES
        detail=str(rules.CODES[answer.code]),
        offer=answer.offer_id,
        tier=answer.tier,
        issued_at=answer.issued_at,
        expires_at=answer.expires_at,
        seats=answer.seats,
        used=answer.used,
        instance=InstanceOut(id=machine.instance, name=machine.name, activated_at=machine.activated_at)
        if machine
        else None,
    )


def licence_out(licence: Licence, at: datetime, *, with_buyers: bool) -> LicenceOut:
    """Needs offer, tier, grant with its order, and `machines`."""
    machines: list[Activation] = licence.machines  # type: ignore[attr-defined]  # prefetched
    return LicenceOut(
        id=licence.pk,
        key=licence.key,
        status=licence.status,  # type: ignore[arg-type]  # as the lifecycle names them
        code=rules.standing(  # type: ignore[arg-type]  # one of rules.CODES
            licence.status, licence.grant.status, licence.expires_at, at
        ),
        offer=licence.offer_id,
        title=licence.offer.title,
        tier=licence.tier.name,
        order=licence.grant.order.number,
        email=licence.grant.email if with_buyers else None,
        issued_at=licence.issued_at,
        expires_at=licence.expires_at,
        seats=licence.seats,
        instances=[InstanceOut(id=each.instance, name=each.name, activated_at=each.activated_at) for each in machines],
    )
