"""Two sides of paid work, and units of it that are not paid yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dhara.kit.actor import SYSTEM, Actor, operator, person
from dhara.money.ledger import rules as accounts
from dhara.people.models import Account, Studio
from dhara.work.engagements import actions
from dhara.work.engagements.models import Unit
from tests.make import money, people

AMOUNT = 100_000


@dataclass
class Parties:
    """Karim pays, Nadia's studio works, Oishi rules; `source` is an account that holds Karim's money."""

    karim: Account
    nadia: Account
    oishi: Account
    studio: Studio
    source: int

    def actor(self, role: str) -> Actor:
        return {
            "buyer": person(self.karim.pk),
            "worker": person(self.nadia.pk),
            "operator": operator(self.oishi.pk),
            "system": SYSTEM,
        }[role]

    def unit(self, mode: str, at: datetime, **terms: object) -> Unit:
        """One unit of a new engagement, not yet paid."""
        made = actions.agree(
            mode,
            subject=f"wish:{mode}",
            title="A logo",
            worker=self.studio,
            buyer_id=self.karim.pk,
            buyer_email=self.karim.email,
            currency="BDT",
            language="en",
            units=[
                actions.Planned(
                    AMOUNT, terms={"days": 3, "revisions": 2, "rate": AMOUNT // 10, "minutes": 600, **terms}
                )
            ],
            by=SYSTEM,
            at=at,
        )
        return made.units.get()


def parties(now: datetime) -> Parties:
    karim, nadia, oishi = (people.account(f"{name}@example.com") for name in ("karim", "nadia", "oishi"))
    studio = people.studio(nadia)
    bank = money.studio(now, "Bank")
    source = money.earned(bank, 10 * AMOUNT, now, purpose=accounts.SELLER_AVAILABLE)
    return Parties(karim, nadia, oishi, studio, source)
