"""How often a door may be used."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from dhara.kit.refusal import TooMany
from dhara.web.ui.limits import address_of, count


def test_beyond_the_limit_it_is_refused_until_the_window_has_passed(frozen: Any) -> None:
    for _each in range(5):
        count("door", "1.2.3.4", 5, 60)
    with pytest.raises(TooMany) as refusal:
        count("door", "1.2.3.4", 5, 60)
    assert 0 < refusal.value.retry_after <= 60
    count("door", "5.6.7.8", 5, 60)
    count("other", "1.2.3.4", 5, 60)
    frozen.shift(130)
    count("door", "1.2.3.4", 5, 60)


def test_a_burst_at_the_turn_of_the_window_is_still_one_burst(frozen: Any, now: Any) -> None:
    frozen.move_to(now.replace(second=59))
    for _each in range(5):
        count("door", "1.2.3.4", 5, 60)
    frozen.shift(2)
    with pytest.raises(TooMany):
        count("door", "1.2.3.4", 5, 60)


def test_nobodys_header_is_believed_without_a_proxy_of_ours(settings: Any) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 7.7.7.7")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert address_of(request) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert address_of(request) == "7.7.7.7"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    assert address_of(request) == "10.0.0.1"
