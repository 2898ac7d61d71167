"""How many buyers make a pair, and within which time. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

# Fewer different buyers than these would tell what somebody bought.
LEAST: Final = 3
# How far apart two purchases may be, and how old the later one.
WITHIN: Final = timedelta(days=90)
LOOKED_BACK: Final = timedelta(days=365)
# How many are shown, and how many are kept: some may be off the market by then.
MOST: Final = 4
KEPT: Final = 12
# Who bought more different things than these is no example for others.
MOST_BOUGHT: Final = 200
# Offers in one transaction.
AT_ONCE: Final = 200
