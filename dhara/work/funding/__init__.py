"""Paying for work before it begins: one payment that sets aside the money of one or several units.

States: pending → paid | failed | expired; a paid one that is not needed goes back, whole or in part, by refunds of its
payment. Invariants: what is paid equals what its parts set aside; only the buyer of the engagement pays. There is no
way here to make a worker pay: the payer is never a member of the studio that works.
"""
