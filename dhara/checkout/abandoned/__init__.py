"""Carts that were left unpaid, whose owners asked to be reminded: `waiting` → `reminded` → `recovered`, or `dropped`.

Nothing of a cart is recorded here without the buyer's tick. One letter is written for one tick, with what lies in the
cart at that moment; its link restores that on any device. What was typed besides (name, address, tax id) is in no link.

Invariants: a reminder has at most one letter; an address that opted out gets none, for ever; addresses are forgotten
after `rules.KEPT`; what the sellers see holds their own lines and no address.
"""
