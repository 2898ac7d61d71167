"""Stripe, played on this machine: the parts of its API that Dhara uses, its checkout page, its notices.

`Fake().start()` answers the base URL. `python -m tests.fakes.stripe --port 9101 --notify http://…/hooks/stripe/`
runs it alone: `/` is its dashboard (give back, dispute, warn, …), `/c/pay/cs_…` the page for payers with test cards.
"""

from tests.fakes.stripe.books import Books
from tests.fakes.stripe.cards import CARDS
from tests.fakes.stripe.fake import Fake
from tests.fakes.stripe.keys import SECRET_KEY, TEST_KEYS, WEBHOOK_SECRET

__all__ = ["CARDS", "SECRET_KEY", "TEST_KEYS", "WEBHOOK_SECRET", "Books", "Fake"]
