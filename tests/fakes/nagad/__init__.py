"""Nagad, played on this machine: initialize, complete, verify, with real RSA; and the wallet's page.

`Fake().start()` answers the base URL. `python -m tests.fakes.nagad --port 9103` runs it alone: `/` lists what it knows,
`/check-out/<reference>` is the page for payers. It was written from what merchants' plugins send and read, as Nagad
publishes no documentation.
"""

from tests.fakes.nagad.fake import Fake
from tests.fakes.nagad.keys import private_text, public_text

MERCHANT_ID, ACCOUNT = "683002007104225", "01711428036"
TEST_KEYS = {
    "merchant_id": MERCHANT_ID,
    "account_number": ACCOUNT,
    "nagad_key": public_text("nagad"),
    "private_key": private_text("merchant"),
}

__all__ = ["ACCOUNT", "MERCHANT_ID", "TEST_KEYS", "Fake"]
