"""What the two sides of ended work say of each other, and the numbers that come of it.

An exchange opens when paid work has ended. Each side may write one review; neither is shown until both are in or the
time is over, then all are published at the same moment. A review whose text is suspicious waits for the operator
first. Invariants: what was written never changes; only paid work is reviewed, once by each side, and never by those
who dealt with themselves; the numbers of a studio, an offer or a buyer are counted from published reviews alone.
"""
