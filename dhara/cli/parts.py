"""Where the larger parts of the command line lie: dotted names, imported only when they are asked for."""

from __future__ import annotations

import importlib
from types import ModuleType

from dhara.cli.complaint import Complaint

# name -> module with `STORY`
STORIES: dict[str, str] = {
    "sale": "dhara.cli.stories.sale",
    "bkash": "dhara.cli.stories.bkash",
    "sslcommerz": "dhara.cli.stories.sslcommerz",
    "nagad": "dhara.cli.stories.nagad",
    "stripe": "dhara.cli.stories.stripe",
    "refund": "dhara.cli.stories.refund",
    "chargeback": "dhara.cli.stories.chargeback",
    "payout": "dhara.cli.stories.payout",
    "bundle-coupon-upsell": "dhara.cli.stories.bundle_coupon_upsell",
    "licence-key": "dhara.cli.stories.licence_key",
    "audience": "dhara.cli.stories.audience",
    "broadcast": "dhara.cli.stories.broadcast",
    "unsubscribe": "dhara.cli.stories.unsubscribe",
    "gig": "dhara.cli.stories.gig",
    "job-fixed": "dhara.cli.stories.job_fixed",
    "job-hourly": "dhara.cli.stories.job_hourly",
    "microtask": "dhara.cli.stories.microtask",
    "dispute": "dhara.cli.stories.dispute",
}
# name -> module with `run() -> dict`
BENCHES: dict[str, str] = {
    "claim": "dhara.cli.bench.claim",
    "desk": "dhara.cli.bench.desk",
    "enrol": "dhara.cli.bench.enrol",
    "intake": "dhara.cli.bench.intake",
    "jobs": "dhara.cli.bench.jobs",
    "ledger": "dhara.cli.bench.ledger",
    "order": "dhara.cli.bench.order",
    "order_rich": "dhara.cli.bench.order_rich",
    "order_list": "dhara.cli.bench.order_list",
    "page": "dhara.cli.bench.page",
    "review": "dhara.cli.bench.review",
    "send": "dhara.cli.bench.send",
    "segment": "dhara.cli.bench.segment",
    "weight": "dhara.cli.bench.weight",
}
# name -> module with `build(progress=…)`: makes what is missing of a world, telling `progress` a line now and then
WORLDS: dict[str, str] = {"demo": "dhara.cli.demo"}
# name -> module with `examine() -> Iterator[Finding]` (see dhara.insights.health)
EXAMINATIONS: dict[str, str] = {
    "database": "dhara.insights.health.queries.database",
    "jobs": "dhara.insights.health.queries.jobs",
    "books": "dhara.insights.health.queries.books",
    "work": "dhara.insights.health.queries.work",
    "gateways": "dhara.insights.health.queries.gateways",
    "mail": "dhara.insights.health.queries.mail",
}
# path below the root -> module with `markdown() -> str`
DOCUMENTS: dict[str, str] = {"docs/lifecycles.md": "dhara.kit.lifecycle.diagrams"}


def load(what: str, known: dict[str, str], name: str) -> ModuleType:
    """The module of `name`. Raises `Complaint`, listing what there is."""
    if name not in known:
        raise Complaint(f"There is no {what} “{name}”. There are: {', '.join(known) or 'none yet'}.")
    return importlib.import_module(known[name])
