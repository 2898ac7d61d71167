"""Gifts: an order whose things somebody else receives, on a day that the buyer chooses.

waiting → sent → opened; withdrawn when nothing of it is left. The buyer pays, has the receipt and sees the money; the
receiver is written on the day and has what was bought, and learns neither price nor address of the buyer. Invariants:
one gift per order (`Order.gifted` says so without a query); nothing is given while it waits; it is sent once, and once
more when a wrong address is corrected before anybody opened it, after which the first link opens nothing.
"""
