"""Bundles: several offers of one studio sold together at a price of their own.

An offer of the kind `bundle` has parts, each a tier of another offer. Every way to buy the bundle gives all of them.
What an order bought is kept in the order, so that later changes of the bundle concern later orders only.

Invariants: parts belong to the same studio; no part is a bundle; a part is in a bundle once.
"""
