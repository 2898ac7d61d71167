"""Wish lists: offers that somebody wants to remember, be told of, or be given.

A list belongs to whoever holds its token (a signed cookie) until its owner signs in, then to the account; an offer is
on it once. A letter is only written to an account that asked for letters on the page, and at most one for each offer
and reason, ever. Sellers learn how many wish for an offer and never who; whoever has the secret link that the owner
switched on sees the offers and the name that the owner gave the list, nothing else.
"""
