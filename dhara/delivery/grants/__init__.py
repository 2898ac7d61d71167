"""Grants: what a buyer may use, and why.

active → revoked | expired. A grant belongs to the address it was bought with, and to the account that has proven
that address. Invariant: one grant per sold line (`key`); access is asked of the grant each time, never of a link.
"""
