"""Prices: the tiers of an offer (what one may buy) and what each costs in which currency.

Pricing is fixed, free or pay-what-you-want (with a minimum and a suggestion). Stock counts copies per tier: sold and
reserved together never exceed it (a CHECK; reservations are one conditional UPDATE). Invariant: a free tier has no
price rows; a fixed or pay-what-you-want tier has at least one before the offer is published.
"""
