"""Offers: what a studio sells, told on a page, at `/@handle/slug`.

draft → published ⇄ unpublished; draft | published | unpublished → archived → unpublished; published → hidden →
unpublished (by the operator, with a reason that the studio sees). Buyers keep what they bought in every state.

Invariants: a slug is unique within a studio, and an address under which an offer was once public leads to it for
ever; only a complete offer (see `rules.missing` and its kind's) is published.
"""
