"""What buyers of an offer bought besides, as their orders tell; counted anew every night.

Invariants: a pair is known only when enough different buyers had both (`rules.LEAST`), so that it tells of nobody;
of what was paid for and kept; never of a studio's own members. What is shown is on the market at that moment.
"""
