"""The verbs of licences: set the terms, fill the list, give keys, use them, look after them."""

from dhara.delivery.licences.actions.caring import disable, enable, rotate, take_off
from dhara.delivery.licences.actions.issuing import issue, prolong
from dhara.delivery.licences.actions.stock import settle_stock
from dhara.delivery.licences.actions.terms import add_keys, remove_keys, set_terms
from dhara.delivery.licences.actions.using import activate, deactivate, verify

__all__ = [
    "activate",
    "add_keys",
    "deactivate",
    "disable",
    "enable",
    "issue",
    "prolong",
    "remove_keys",
    "rotate",
    "set_terms",
    "settle_stock",
    "take_off",
    "verify",
]
