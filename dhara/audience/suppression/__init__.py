"""Addresses that get no letters of a studio's audience, known by a keyed hash of the address.

It outlives the erasure of a contact and every import. A hard bounce, a complaint or a request by hand puts an address
here; only a hand (with a reason) or a fresh consent proved by its owner takes an unsubscribed one out again.

Invariant: one row per studio and address; `studio` None counts for the whole instance.
"""
