"""The verbs of fundings: begin one, pay it, settle it, give back what is not needed."""

from dhara.work.funding.actions.disputed import give_what_waited, lose
from dhara.work.funding.actions.paying import confirm, fund, fund_pool, pay
from dhara.work.funding.actions.returning import follow, give_back_pool
from dhara.work.funding.actions.settling import expire, payment_failed, settle

__all__ = [
    "confirm",
    "expire",
    "follow",
    "fund",
    "fund_pool",
    "give_back_pool",
    "give_what_waited",
    "lose",
    "pay",
    "payment_failed",
    "settle",
]
