"""Files, versions, what each tier gives, links, and what is noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.catalog.models import Offer, Tier
from dhara.catalog.prices import actions as prices
from dhara.delivery.downloads import actions, queries, rules
from dhara.delivery.downloads.rules import Given
from dhara.delivery.grants import actions as grants
from dhara.delivery.models import Download, DownloadFile, Grant
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.facts.models import RecordedFact
from dhara.kit.files.links import LinkExpired, LinkInvalid
from dhara.kit.files.models import StoredFile
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from tests.make import catalog as make
from tests.make import delivery as made

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def named(grant: Grant) -> list[str]:
    return [owned.file.title for owned in queries.files_for(grant)]


def two_tiers(now: datetime) -> tuple[make.Shop, Offer, Tier, Tier, list[DownloadFile]]:
    shop = make.shop(now)
    offer = make.offer(
        now, shop, tiers=[make.fixed(name="Small"), make.fixed(900_00, name="Large")], file=False, published=False
    )
    files = [made.file(offer, shop, now, title) for title in ("A", "B", "C")]
    small, large = offer.tiers.all()
    return shop, offer, small, large, files


def test_a_buyer_gets_the_files_of_the_tier(now: datetime) -> None:
    shop, offer, small, large, (a, b, _c) = two_tiers(now)
    actions.set_tier_files(small, [a.pk], by=shop.by, at=now)
    assert queries.tier_files(offer.pk) == {small.pk: [a.pk], large.pk: None}
    less, more = made.bought(now, offer, tier=small), made.bought(now, offer, tier=large)
    assert (named(less), named(more)) == (["A"], ["A", "B", "C"])
    made.file(offer, shop, now, "D")
    assert (named(less), named(more)) == (["A"], ["A", "B", "C", "D"])
    actions.set_tier_files(small, [a.pk, b.pk], by=shop.by, at=now)
    assert named(less) == ["A", "B"]


def test_what_is_taken_out_stays_with_earlier_buyers(now: datetime) -> None:
    shop, offer, small, _large, (a, b, c) = two_tiers(now)
    early = made.bought(now, offer, tier=small)
    actions.set_tier_files(small, [a.pk], by=shop.by, at=now + DAY)
    late = made.bought(now + 2 * DAY, offer, tier=small)
    assert (named(early), named(late)) == (["A", "B", "C"], ["A"])
    actions.retire_file(a, by=shop.by, at=now + 3 * DAY)
    later = made.bought(now + 4 * DAY, offer, tier=small)
    assert (named(early), named(late), named(later)) == (["A", "B", "C"], ["A"], [])
    actions.set_tier_files(small, [b.pk, c.pk], by=shop.by, at=now + 5 * DAY)  # all that are left: everything
    assert named(made.bought(now + 6 * DAY, offer, tier=small)) == ["B", "C"]
    assert named(early) == ["A", "B", "C"]


@given(
    st.lists(
        st.builds(
            Given,
            st.integers(1, 10**6),
            st.booleans(),
            st.one_of(st.none(), st.datetimes()),
            st.one_of(st.none(), st.datetimes()),
        ),
        unique_by=lambda each: each.file_id,
    ),
    st.datetimes(),
    st.datetimes(),
)
def test_an_earlier_buyer_never_has_less_than_a_later_one(given_: list[Given], one: datetime, other: datetime) -> None:
    early, late = min(one, other), max(one, other)
    assert set(rules.files_of(given_, early)) >= set(rules.files_of(given_, late)) >= set(rules.files_of(given_))


def test_no_tier_is_left_empty(now: datetime) -> None:
    shop, offer, small, _large, (a, b, c) = two_tiers(now)
    with pytest.raises(Invalid) as refusal:
        actions.set_tier_files(small, [], by=shop.by, at=now)
    assert refusal.value.field == "files"
    with pytest.raises(NotFoundHere):
        actions.set_tier_files(small, [made.file(make.offer(now, shop), shop, now).pk], by=shop.by, at=now)
    actions.set_tier_files(small, [a.pk], by=shop.by, at=now)
    published = make.offers.publish(offer, by=shop.by, at=now)
    with pytest.raises(Conflict) as empty:
        actions.retire_file(a, by=shop.by, at=now)
    assert empty.value.code == "tier_empty"
    a.refresh_from_db()
    assert not a.retired
    actions.retire_file(b, by=shop.by, at=now)
    assert queries.files_of_offer(published.pk).count() == 2


def test_versions_are_numbered_and_older_ones_stay(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop)
    grant, file = made.bought(now, offer), offer.files.get()
    version = actions.release_version(
        file, made.stored(shop.studio, now, b"better"), notes="Fixed  a typo", by=shop.by, at=now + DAY
    )
    (owned,) = queries.files_for(grant)
    assert [v.number for v in owned.versions] == [2, 1]
    assert owned.newest == version
    assert owned.newest.stored.size == 6
    assert version.notes == "Fixed a typo"
    fact = RecordedFact.objects.get(name="delivery.VersionReleased")
    assert (fact.data["version_id"], fact.data["announce"]) == (version.pk, True)


def test_files_of_others_and_unfinished_ones_are_not_sold(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop)
    with pytest.raises(NotFoundHere):
        actions.add_file(offer, made.stored(make.shop(now).studio, now), by=shop.by, at=now)
    half = StoredFile.objects.create(studio_ref=shop.studio.pk, name="half", size=9, created_at=now)
    with pytest.raises(Conflict):
        actions.add_file(offer, half, by=shop.by, at=now)
    whole = made.stored(shop.studio, now)
    for title, code in ((" \u200b", "title_missing"), ("x" * 181, "text_too_long")):
        with pytest.raises(Invalid) as refusal:
            actions.rename_file(offer.files.get(), title=title, by=shop.by, at=now)
        assert (refusal.value.code, refusal.value.field) == (code, "title")
    with pytest.raises(Invalid) as notes:
        actions.release_version(offer.files.get(), whole, notes="x" * 1001, by=shop.by, at=now)
    assert notes.value.field == "notes"
    assert offer.files.get().versions.count() == 1


VERBS: dict[str, Callable[[DownloadFile, StoredFile, Any, datetime], Any]] = {
    "add": lambda file, stored, by, at: actions.add_file(file.offer, stored, by=by, at=at),
    "release": lambda file, stored, by, at: actions.release_version(file, stored, by=by, at=at),
    "rename": lambda file, stored, by, at: actions.rename_file(file, title="New", by=by, at=at),
    "retire": lambda file, stored, by, at: actions.retire_file(file, by=by, at=at),
    "order": lambda file, stored, by, at: actions.order_files(file.offer, [file.pk], by=by, at=at),
    "choose": lambda file, stored, by, at: actions.set_tier_files(file.offer.tiers.get(), [file.pk], by=by, at=at),
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_may(now: datetime, verb: str) -> None:
    shop = make.shop(now)
    file = make.offer(now, shop, published=False).files.get()
    stored = made.stored(shop.studio, now)
    before = RecordedFact.objects.count()
    for actor, refusal in (
        (GUEST, NotFoundHere),
        (make.shop(now).by, NotFoundHere),
        (make.member(shop, "viewer", now), NotAllowed),
        (make.member(shop, "support", now), NotAllowed),
    ):
        with pytest.raises(refusal):
            VERBS[verb](file, stored, actor, now + DAY)
        file.refresh_from_db()
        assert not file.retired
        assert file.versions.count() == 1
        assert RecordedFact.objects.count() == before
    VERBS[verb](file, stored, make.member(shop, "editor", now), now)


def test_files_are_put_in_order(now: datetime) -> None:
    shop, offer, _small, _large, (a, b, c) = two_tiers(now)
    actions.order_files(offer, [c.pk, 10**9, a.pk], by=shop.by, at=now)
    assert list(queries.files_of_offer(offer.pk)) == [c, a, b]


def test_a_link_opens_while_the_grant_does(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop)
    grant = made.bought(now, offer)
    version = queries.files_for(grant)[0].newest
    token = queries.link_for(grant, version, now)
    assert queries.open_link(token, now) == (grant, version)
    almost = now + timedelta(seconds=rules.LINK_SECONDS - 1)
    assert queries.open_link(token, almost) == (grant, version)
    with pytest.raises(LinkExpired) as expired:
        queries.open_link(token, almost + timedelta(seconds=1))
    assert expired.value.payload == {"grant": grant.pk, "version": version.pk}
    for broken in (token[:-1], token + "x", "", "a:b:c"):
        with pytest.raises(LinkInvalid):
            queries.open_link(broken, now)
    grants.revoke(grant.key, reason="refund", by=SYSTEM, at=now)
    with pytest.raises(LinkInvalid):
        queries.open_link(token, now)


def test_a_link_never_leads_to_a_file_that_was_not_bought(now: datetime) -> None:
    shop, offer, small, _large, (a, b, _c) = two_tiers(now)
    actions.set_tier_files(small, [a.pk], by=shop.by, at=now)
    grant = made.bought(now, offer, tier=small)
    elsewhere = make.offer(now).files.get()
    for file in (b, elsewhere):
        version = file.versions.get()
        assert queries.version_for(grant, version.pk) is None
        with pytest.raises(LinkInvalid):
            queries.open_link(queries.link_for(grant, version, now), now)
    assert queries.version_for(grant, a.versions.get().pk) is not None
    assert queries.version_for(grant, 10**12) is None


def test_the_requests_of_one_hour_are_one_download(now: datetime) -> None:
    grant = made.bought(now, make.offer(now))
    version = queries.files_for(grant)[0].newest

    def fetch(at: datetime) -> bool:
        return actions.note_download(grant, version, ip="203.0.113.5", agent="A" * 999, by=GUEST, at=at)

    assert fetch(now)
    assert not fetch(now + timedelta(minutes=59))
    assert fetch(now + timedelta(minutes=60))
    assert not fetch(now + timedelta(minutes=119))
    assert Download.objects.count() == 2
    assert RecordedFact.objects.filter(name="delivery.FileFetched").count() == 1
    noted = queries.downloads_of([grant.pk])[0]
    assert (noted.ip, len(noted.agent)) == ("203.0.113.5", 200)


def test_a_librarys_files_cost_the_same_for_one_and_twenty(
    now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    owned = [made.bought(now, make.offer(now))]
    with django_assert_num_queries(3):
        assert len(queries.files_for_all(owned)) == 1
    owned += [made.bought(now, make.offer(now)) for _ in range(19)]
    with django_assert_num_queries(3):
        found = queries.files_for_all(owned)
        assert all(files[0].newest.stored.sha256 for files in found.values())
    assert len(found) == 20


def test_a_new_tier_gives_everything_at_once(now: datetime) -> None:
    """A tier added while the offer is for sale can not leave its buyers with nothing."""
    shop = make.shop(now)
    offer = make.offer(now, shop)
    old = offer.tiers.get()
    drafts = [make.fixed(name="Old", id=old.pk), make.fixed(900_00, name="New")]
    new = prices.set_tiers(offer, drafts, by=shop.by, at=now)[1]
    assert len(named(made.bought(now, offer, tier=new))) == 1
