"""Accounts: a person who can sign in, known by a proven e-mail address.

Invariants: one account per address whatever its case; an address gives access to what was bought with it only once
it is proven (allauth's verified EmailAddress).
"""
