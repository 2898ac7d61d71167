"""No dead link in the frame of the pages."""

import pytest
from django.urls import Resolver404, resolve

from dhara.web.ui.places import PLACES


@pytest.mark.parametrize("name", PLACES)
def test_every_place_in_the_frame_is_answered(name: str) -> None:
    try:
        resolve(PLACES[name])
    except Resolver404:
        pytest.fail(f"nothing answers {PLACES[name]} ({name})")
