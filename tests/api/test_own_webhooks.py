"""A buyer's program looks after its webhooks: with a key of the person, never with one of a studio."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.api.models import Endpoint, Message
from dhara.api.webhooks import rules
from tests.api.door import Program, key_of
from tests.make import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

GIVEN = {"url": "https://example.com/mine", "events": ["work.submitted", "proposal.made"], "name": "My jobs"}


def test_only_the_person_and_only_what_they_buy(now: datetime) -> None:
    cast = people.cast(people.PASSWORD)
    karim = Program(key_of(cast.karim, now, "webhooks:write"))
    told = {each["name"]: each["example"] for each in Program().get("/me/webhook-events").json()["items"]}
    assert told == {name: each.example for name, each in rules.PERSONAL.items()}
    assert "payout.paid" not in told
    assert karim.post("/me/webhooks", {**GIVEN, "events": ["payout.paid"]}).status_code == 422
    made = karim.post("/me/webhooks", GIVEN)
    assert made.status_code == 201
    hook = Endpoint.objects.get(account=cast.karim, studio=None)
    assert (hook.events, made.json()["webhook"]["id"]) == (["work.submitted", "proposal.made"], hook.pk)
    one = f"/me/webhooks/{hook.pk}"
    assert karim.post(f"{one}/tests", {}).status_code == 202
    (message,) = karim.get(f"{one}/messages").json()["items"]
    assert message["event"] == "webhook.test"

    for key, status in (
        (key_of(cast.nadia, now), 404),
        (key_of(cast.nadia, now, "webhooks:write", studio=cast.studio), 403),
        (key_of(cast.karim, now, "me:read"), 403),
        ("", 401),
    ):
        other = Program(key)
        assert other.get(one).status_code == status
        for verb, body in (("", GIVEN), ("/secret", {}), ("/switching", {"on": False}), ("/removal", {})):
            assert other.post(f"{one}{verb}", body).status_code == status
    assert karim.get(f"/studios/nadia/webhooks/{hook.pk}").status_code in (403, 404)
    assert Program(key_of(cast.nadia, now)).get(f"/studios/nadia/webhooks/{hook.pk}").status_code == 404
    assert (Endpoint.objects.get().active, Message.objects.count()) == (True, 1)
    assert karim.post(f"{one}/removal", {}).json() == {"items": []}
