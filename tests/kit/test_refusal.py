"""Refusals speak the reader's language, and know their HTTP status."""

import pytest
from django.utils import translation

from dhara.kit import refusal
from dhara.kit.currency import parse_amount
from dhara.kit.files.rules import check_length, purpose_named
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, Refused, TooMany


@pytest.mark.parametrize(
    ("kind", "status"),
    [(Refused, 409), (Invalid, 422), (NotAllowed, 403), (NotFoundHere, 404), (Conflict, 409), (TooMany, 429)],
)
def test_statuses_and_words(kind, status):
    refused = kind()
    assert refused.status == status
    assert refused.code == kind.default_code
    english = str(refused.message)
    with translation.override("bn"):
        assert str(refused.message) != english
        assert any("\u0980" <= c <= "\u09ff" for c in str(refused))


def test_a_refusal_can_say_more():
    refused = Refused("sold_out", "Sold out.", "quantity", status=410)
    assert (refused.code, str(refused), refused.field, refused.status) == ("sold_out", "Sold out.", "quantity", 410)
    assert TooMany(retry_after=5).retry_after == 5
    assert Refused.status == 409, "one refusal's status is its own"


def test_every_kind_is_a_refusal():
    kinds = [k for k in vars(refusal).values() if isinstance(k, type) and issubclass(k, Exception)]
    assert len(kinds) >= 7
    assert all(issubclass(kind, Refused) for kind in kinds)


def test_bengali_readers_get_bengali_reasons(settings):
    settings.MAX_FILE_BYTES = 5 * 1024**3
    with translation.override("bn"):
        with pytest.raises(Invalid, match="একটি পরিমাণ লিখুন"):
            parse_amount("", "BDT")
        with pytest.raises(Invalid, match="৫,১২০ এমবি"):
            check_length(6 * 1024**3, purpose_named("product"))
