"""How bKash writes moments and numbers."""

from datetime import UTC, datetime

import pytest

from dhara.money.gateways.bkash import rules


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2019-08-07T11:15:56:978 GMT+0600", datetime(2019, 8, 7, 5, 15, 56, tzinfo=UTC)),
        ("2024-06-13T16:27:24:000", datetime(2024, 6, 13, 10, 27, 24, tzinfo=UTC)),
        ("2024-06-13T16:27:24 GMT+0600", datetime(2024, 6, 13, 10, 27, 24, tzinfo=UTC)),
        ("2024-06-13T16:27:24.123 +06:00", datetime(2024, 6, 13, 10, 27, 24, tzinfo=UTC)),
        ("2024-02-31T16:27:24:000 GMT+0600", None),
        ("20240613162724", None),
        ("", None),
    ],
)
def test_moments(written, moment):
    assert rules.moment(written) == moment


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("8801770618575", "017••••8575"),
        ("+8801770618575", "017••••8575"),
        ("01770618575", "017••••8575"),
        ("0177061857", ""),
        ("01270618575", ""),
        ("", ""),
    ],
)
def test_wallets(written, shown):
    assert rules.masked(written) == shown


@pytest.mark.parametrize(
    ("told", "status", "code"),
    [
        ({"statusCode": "0000"}, 200, "0000"),
        ({"statusCode": "2023"}, 200, "2023"),
        ({"errorCode": "2045"}, 200, "2045"),
        ({"internalCode": "x", "externalCode": "2072"}, 400, "2072"),
        ({"message": "Invalid request body"}, 400, "http 400"),
        ({"refundTrxId": "B1"}, 200, "0000"),
    ],
)
def test_codes_of_four_shapes(told, status, code):
    assert rules.code_of(told, status) == code
