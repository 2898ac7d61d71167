"""bKash, played on this machine: tokens, tokenized checkout, the payer's page, refunds v2, B2C, notices by SNS.

`Fake().start()` answers the base URL. `python -m tests.fakes.bkash --port 9101` runs it alone: `/` is the merchant's
panel (refunds, notices true and forged, trouble), `/pay/?paymentID=…` the page for payers: wallet, code, PIN.
It was written from bKash's documentation and merchants' clients, not from Dhara's adapter.
"""

from tests.fakes.bkash.fake import Fake
from tests.fakes.bkash.keys import BLOCKED, OTP, PIN, POOR, RICH, TEST_KEYS, TOPIC

__all__ = ["BLOCKED", "OTP", "PIN", "POOR", "RICH", "TEST_KEYS", "TOPIC", "Fake"]
