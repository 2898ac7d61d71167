"""Addresses that get no letters of a studio's audience, known by a keyed hash of the address.

It outlives the erasure of a contact and every import. A hard bounce, a complaint or a request by hand puts an address
here. A hand (with a reason) takes out what came back, complained or was stopped by hand; what its owner said (by
leaving, or by being erased) only a fresh consent undoes that its owner proved.

Invariant: one row per studio and address; `studio` None counts for the whole instance.
"""
