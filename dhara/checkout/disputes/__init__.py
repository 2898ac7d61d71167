"""Disputes as they concern orders: what is kept back of the sellers' money, and what becomes of order and access.

A disputed order's refund (of the kind that has a `dispute`) is pending while the bank decides. What sellers would give
back lies in their reserve meanwhile: it is theirs again when the case is won, and pays the loss when it is lost.
"""
