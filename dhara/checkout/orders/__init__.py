"""Orders: an agreement to buy the lines of a cart, its payment, and what it became.

draft → pending → paid → partially_refunded → refunded; pending → expired | failed | cancelled. Money that comes after
an order was given up makes it paid when everything is still to be had, and goes back otherwise. Invariants: lines sum
to the total; the sale is booked once, in the transaction that makes the order paid; an order's `intent` (one per
pressed button) is unique, so a double click is one order.
"""
