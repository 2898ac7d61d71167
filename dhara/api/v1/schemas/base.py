"""What all schemas share: shapes that refuse what they do not know, money, pictures, lists."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from dhara.kit.currency import Money
from dhara.kit.files.models import Picture
from dhara.kit.locale.languages import current

BIGGEST: Final = 2**63 - 1
_DIGITS: Final = re.compile(r"-?[0-9]{1,19}")
# No control characters: PostgreSQL takes no NUL, and no text of ours has the others.
LINE: Final = r"^[^\x00-\x1f\x7f]*$"
CURRENCY: Final = r"^[A-Z]{3}$"
# The currency in which a free offer's price of nothing is told.
HOME: Final = "BDT"


def _number(value: Any) -> Any:
    """A number as it stands in an address: digits and nothing else, where pydantic would take 1.0 and 1_0 too."""
    if not isinstance(value, str):
        return value
    return int(value) if _DIGITS.fullmatch(value) else [value]


def _truth(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, [value]) if isinstance(value, str) else value


def _moment(value: Any) -> Any:
    """RFC 3339 and nothing else, where pydantic would take numbers, too."""
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) and "T" in value.upper() else [value]
    except ValueError:
        return [value]


Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
QueryInt = Annotated[int, BeforeValidator(_number)]
QueryYear = Annotated[int, Field(ge=2000, le=9999), BeforeValidator(_number)]
QueryBool = Annotated[bool, BeforeValidator(_truth)]
Id = Annotated[int, Field(ge=1, le=BIGGEST)]


class In(BaseModel):
    """What is sent in a body: exactly these fields, in exactly these types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(BaseModel):
    """What is asked in an address. The door refuses fields that are not in it, and those that come twice."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MoneyOut(Out):
    """An amount of money, in the smallest unit of its currency: 45000 BDT are ৳450."""

    amount: int = Field(description="In minor units (paisa, cents), a whole number.")
    currency: str = Field(pattern=CURRENCY, description="ISO 4217.")
    text: str = Field(description="For people, in the language of the answer.")

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"amount": 45000, "currency": "BDT", "text": "৳450"}}
    )


class PictureOut(Out):
    url: str
    width: int
    height: int
    alt: str


class StudioRef(Out):
    """A seller, in short."""

    handle: str
    name: str
    url: str


def money(amount: int, currency: str) -> MoneyOut:
    return money_of(Money(amount, currency))


def money_of(given: Money) -> MoneyOut:
    return MoneyOut(amount=given.minor, currency=given.currency, text=given.display(current()))


def absolute(path: str) -> str:
    """An address of ours as others see it."""
    return str(settings.PUBLIC_URL) + quote(path, safe="/@?=&%:,~")


def picture_of(picture: Picture | None, alt: str = "") -> PictureOut | None:
    """The largest size. Needs `file` loaded."""
    if picture is None:
        return None
    size = picture.at_least(picture.width)
    url = absolute(reverse("picture", args=[picture.pk, picture.token, size.width]))
    return PictureOut(url=url, width=size.width, height=size.height, alt=alt)


def studio_ref(handle: str, name: str) -> StudioRef:
    return StudioRef(handle=handle, name=name, url=absolute(f"/@{handle}"))


def offer_url(handle: str, slug: str) -> str:
    return absolute(f"/@{handle}/{slug}")
