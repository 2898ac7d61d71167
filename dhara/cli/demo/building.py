"""The order of the work: first what is seen first, at last the year of orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from dhara.catalog.models import Offer
from dhara.catalog.offers.actions import ensure_categories
from dhara.checkout.together.actions import count_anew
from dhara.cli.demo import cast, gigs, jobs, listeners, own_jobs, plans, projects, said, shops, talks, tasks, trade
from dhara.cli.demo.accounts import KARIM
from dhara.cli.demo.goods.making import make
from dhara.cli.demo.plans import StudioPlan
from dhara.cli.demo.year import Shelf, purchases, weight_of
from dhara.delivery.downloads import actions as downloads
from dhara.delivery.models import DownloadFile
from dhara.kit.actor import SYSTEM, person
from dhara.kit.files.actions import store_bytes
from dhara.money.clearing.actions import clear_due
from dhara.people.models import Studio

Say = Callable[[str], None]
TAKEN_DOWN = timedelta(days=9)  # how long ago Nadia took down what she no longer sells
NEWS = timedelta(hours=3)
WHAT_IS_NEW = "বারোটি নতুন আইকন যোগ হয়েছে, দুটি পুরোনো আইকনের রেখা ঠিক করা হয়েছে।"


def build_all(say: Say, *, orders: int, small: bool, at: datetime) -> None:
    """See the package; `at` is the present unless Nadia's studio says that the world is older."""
    nadia = Studio.objects.filter(handle=plans.FIRST).first()
    anchor = nadia.created_at + shops.FIRST_DAYS if nadia else at
    wanted = _chosen(small)
    ensure_categories()
    _open_accounts(anchor)
    say("accounts and shelves are there")
    studios = {plan.handle: shops.open_studio(plan, anchor) for plan in wanted[:1]}
    cast.played_by_one(at=anchor)  # at once: people sign in while the rest is still made
    made = shops.fill(wanted[0], studios[wanted[0].handle], anchor, say)
    for plan in wanted[1:]:
        studios[plan.handle] = shops.open_studio(plan, anchor)
        made += shops.fill(plan, studios[plan.handle], anchor, say)
    say(f"{len(studios)} studios with {made} offers are there; now a year of orders")
    trade.play(purchases(_shelves(wanted, anchor), anchor, orders), say)
    gigs.play(studios, anchor, say)
    jobs.play(anchor, say)
    projects.play(studios, anchor, say)
    tasks.play(studios, anchor, say)
    said.count(anchor)
    _clear(anchor)
    shops.close_some(wanted[0], studios[plans.FIRST], anchor - TAKEN_DOWN)
    shops.propose(studios[plans.FIRST], anchor - NEWS)
    _release_news(studios[plans.FIRST], wanted[0], anchor - NEWS)
    count_anew(at=anchor)
    if many := listeners.gather(studios[plans.FIRST], anchor):
        say(f"{many} people listen to Nadia")
    if many := talks.write(studios[plans.FIRST], anchor):
        say(f"{many} conversations with Nadia")
    say("the demo world is complete")


@own_jobs.again
def _open_accounts(anchor: datetime) -> None:
    with own_jobs.batch() as others:
        cast.operator(at=anchor - timedelta(days=390))
        cast.account(KARIM, cast.KARIM_NAME, language="bn", at=anchor - timedelta(days=370))
        own_jobs.run(anchor - timedelta(days=370), others)


@own_jobs.again
def _clear(anchor: datetime) -> None:
    with own_jobs.batch() as others:
        clear_due(by=SYSTEM, at=anchor, limit=100_000)
        own_jobs.run(anchor, others)


def _chosen(small: bool) -> Sequence[StudioPlan]:
    """All studios; in a small world four, with one offer of each look."""
    if not small:
        return plans.studios()
    return [_shortened(plan, 9 if plan.handle == plans.FIRST else 2) for plan in plans.studios()[:4]]


def _shortened(plan: StudioPlan, most: int) -> StudioPlan:
    looks = {each.art["scene"]: each for each in reversed(plan.offers)}
    kept = [each for each in plan.offers if looks[each.art["scene"]] is each]
    return replace(plan, offers=tuple(kept[:most]))


def _shelves(wanted: Sequence[StudioPlan], anchor: datetime) -> list[Shelf]:
    """Everything that was ever published, with when it could be bought."""
    published = {
        f"{offer.studio.handle}/{offer.slug}": offer.published_at
        for offer in Offer.objects.filter(published_at__isnull=False).select_related("studio")
    }
    found = []
    for plan in (each for studio in wanted for each in studio.offers):
        since = published.get(plan.key)
        until = anchor if plan.state == "published" else anchor - TAKEN_DOWN
        if since:
            found.append(Shelf(plan, since, until, weight_of(plan)))
    return found


@own_jobs.again
def _release_news(studio: Studio, plan: StudioPlan, at: datetime) -> None:
    """Nadia improves a set of icons, and its buyers are told."""
    icons = next((each for each in plan.offers if each.art["scene"] == "icons"), None)
    name = next((each for each in icons.files if each.endswith(".zip")), "") if icons else ""
    file = (
        DownloadFile.objects.filter(offer__studio=studio, offer__slug=icons.slug, title=name).first() if icons else None
    )
    if icons is None or file is None or file.versions.filter(number=2).exists():
        return
    stored = store_bytes(make(icons, "second-" + name), name=name, at=at, studio_ref=studio.pk)
    by = person(studio.members.get(role="owner").account_id)
    with own_jobs.batch() as others:
        downloads.release_version(file, stored, notes=WHAT_IS_NEW, by=by, at=at)
        own_jobs.run(at, others)
