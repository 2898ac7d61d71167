"""What who pays for small tasks is told: that they run, that they were stopped, what came of them; each once."""

from datetime import timedelta

import pytest

from dhara.kit.actor import operator
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.people.models import Notice
from dhara.people.notices.models import MailPreference
from dhara.work.campaigns import actions
from tests.make import campaigns as make
from tests.make import people


def written(name):
    return [(each.to_email, each.subject, each.text) for each in Letter.objects.filter(name=name)]


def decided(campaign, parties, now, *, rejected):
    units = [make.submitted(campaign, number, now) for number in range(1, campaign.positions + 1)]
    by = parties.actor("buyer")
    for unit in units[:rejected]:
        actions.reject(unit.pk, 0, by=by, at=now)
    actions.accept_many(campaign.pk, [each.pk for each in units[rejected:]], by=by, at=now)


def test_it_runs_is_told_once_however_often_it_was_paused(parties, now):
    campaign, by = make.running(parties, now, positions=3), parties.actor("buyer")
    actions.pause(campaign.pk, by=by, at=now)
    actions.begin(campaign.pk, by=by, at=now)
    drain(now)
    ((to, subject, text),) = written("campaign_runs")
    assert (to, subject) == (parties.karim.email, "Your campaign runs: Is there a cat?")
    assert "3 tasks" in text
    assert "৳5 each" in text
    assert f"/campaigns/{campaign.pk}/" in text
    paid = Notice.objects.get(kind="campaign_paid")
    assert (paid.account, paid.url) == (parties.karim, f"/campaigns/{campaign.pk}/")


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_end_is_told_once_with_counts_and_money(parties, now, language):
    type(parties.karim).objects.filter(pk=parties.karim.pk).update(language=language)
    campaign = make.running(parties, now, positions=3)
    decided(campaign, parties, now, rejected=0)
    for _time in range(2):
        actions.count(at=now)
        drain(now)
    ((to, subject, text),) = written("campaign_over")
    assert to == parties.karim.email
    assert f"/campaigns/{campaign.pk}/results/" in text
    assert ("Accepted: 3. Rejected: 0." if language == "en" else "৳১৫") in text
    if language == "en":
        assert subject == "Done: Is there a cat?"
        assert "You have spent ৳15, fees included." in text
    assert Notice.objects.get(kind="campaign_over").url == f"/campaigns/{campaign.pk}/results/"
    assert len(written("funding_returned")) == (1 if campaign.reserve else 0)


def test_what_may_be_appealed_stays_set_aside(parties, now):
    campaign = make.running(parties, now, positions=2)
    decided(campaign, parties, now, rejected=1)
    make_again = make.submitted(campaign, 9, now)
    actions.accept_many(campaign.pk, [make_again.pk], by=parties.actor("buyer"), at=now)
    actions.count(at=now)
    drain(now)
    ((_to, _subject, text),) = written("campaign_over")
    assert "Accepted: 2. Rejected: 1." in text
    assert "stays set aside until nobody can appeal" in text
    later = now + timedelta(days=30)
    drain(later)
    actions.count(at=later)
    drain(later)
    assert len(written("campaign_over")) == 1, "what comes back then has a letter of its own"


def test_an_operator_who_stops_it_is_heard(parties, now):
    boss = operator(people.account("boss@example.com", is_staff=True).pk)
    mine, theirs = (make.running(parties, now, positions=2) for _each in range(2))
    actions.stop(mine.pk, by=parties.actor("buyer"), at=now)
    actions.stop(theirs.pk, reason="It asks for passwords.", by=boss, at=now)
    drain(now)
    ((to, _subject, text),) = written("campaign_stopped")
    assert to == parties.karim.email
    assert "It asks for passwords." in text
    assert len(written("funding_returned")) == 2
    actions.count(at=now)
    drain(now)
    assert len(written("campaign_over")) == 2
    assert "Accepted: 0. Rejected: 0." in written("campaign_over")[0][2]


def test_who_wants_no_letters_has_notices(parties, now):
    MailPreference.objects.create(account=parties.karim, topic="work", by_mail=False)
    decided(make.running(parties, now, positions=1), parties, now, rejected=0)
    actions.count(at=now)
    drain(now)
    assert not written("campaign_runs") + written("campaign_over")
    assert Notice.objects.filter(kind="campaign_over").exists()
