"""SSLCommerz v4, played on this machine: sessions, the payer's page, IPN, validation, refunds.

`Fake().start()` answers the base URL. `python -m tests.fakes.sslcommerz --port 9102` runs it alone: `/` is its merchant
panel (settle or cancel refunds, send an IPN again), `/gwprocess/v4/gw.php?Q=PAY&SESSIONKEY=…` the page for payers.
It was written from SSLCommerz's documentation (v4), not from Dhara's adapter: its hashes are its own.
"""

from tests.fakes.sslcommerz.fake import Fake
from tests.fakes.sslcommerz.signing import STORE_ID, STORE_PASSWD

TEST_KEYS = {"store_id": STORE_ID, "store_passwd": STORE_PASSWD}

__all__ = ["STORE_ID", "STORE_PASSWD", "TEST_KEYS", "Fake"]
