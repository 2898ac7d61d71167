"""Who does something: the `by=` of every action.

An actor is a plain value, made at a door (web, API, command line, worker) and passed down. It carries the fact
that made it act, so that whatever it records joins the same chain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["person", "guest", "operator", "gateway", "system"]


@dataclass(frozen=True)
class Actor:
    """`id` is the account's id for a person or an operator, None for the others.

    `cause` is the id of the fact that this actor reacts to; `chain` the first fact of that chain.
    """

    kind: Kind
    id: int | None = None
    cause: int | None = None
    chain: int | None = None

    def because(self, fact_id: int, chain: int | None = None) -> Actor:
        """The same actor, acting because of a recorded fact."""
        return replace(self, cause=fact_id, chain=chain or fact_id)


SYSTEM = Actor("system")
GUEST = Actor("guest")


def person(account_id: int) -> Actor:
    return Actor("person", account_id)


def operator(account_id: int) -> Actor:
    return Actor("operator", account_id)


def gateway() -> Actor:
    return Actor("gateway")
