"""Check digits of tax ids: real ones pass, one wrong digit does not."""

from __future__ import annotations

import pytest

from dhara.kit.refusal import Invalid
from dhara.money.tax.checksums import is_sound
from dhara.money.tax.rules import clean_tax_id

REAL = [
    "ATU13585627",
    "BE0428759497",
    "DE136695976",
    "DK13585628",
    "EE100931558",
    "FI20774740",
    "FR40303265045",
    "HR33392005961",
    "HU12892312",
    "IT00743110157",
    "LU15027442",
    "MT11679112",
    "NL004495445B01",
    "PL8567346215",
    "PT501964843",
    "RO18547290",
    "SE123456789701",
    "SI50223054",
    "SK2022749619",
    "GB980780684",
]


@pytest.mark.parametrize("tax_id", [*REAL, "EL094259216", "27AAPFU0939F1ZV"])
def test_a_real_one_is_sound_and_no_neighbour_is(tax_id: str) -> None:
    country = {"EL": "GR", "27": "IN"}.get(tax_id[:2], tax_id[:2])
    assert clean_tax_id(tax_id, country) == tax_id
    whole = tax_id.removesuffix("01").removesuffix("B")
    last = max(place for place, char in enumerate(whole) if char.isdigit())
    for digit in set("0123456789") - {tax_id[last]}:
        assert not is_sound(tax_id[:last] + digit + tax_id[last + 1 :], country)


def test_a_wrong_digit_is_told_beside_the_field() -> None:
    with pytest.raises(Invalid) as refusal:
        clean_tax_id("DE136695967", "DE")
    assert (refusal.value.code, refusal.value.field) == ("tax_id_digits", "tax_id")


def test_where_no_rule_is_known_the_form_is_all() -> None:
    assert clean_tax_id("ES X1234567 L", "ES") == "ESX1234567L"
    assert clean_tax_id("FRAB123456789", "FR") == "FRAB123456789"
