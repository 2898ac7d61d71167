"""Clearing: what a sale brought stays pending for some days, then becomes available to the studio.

A `Clearing` is planned in the sale's own transaction and moved by a periodic job once it is due. What is refunded
before that is taken off it (`taken_back`), then off the available balance; what neither holds the studio owes, and the
next clearings repay it first.
Invariant: the open clearings of a studio and currency sum to its pending balance (`dhara doctor` proves it).
"""
