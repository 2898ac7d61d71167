"""Offers: what a studio sells, told on a page, at `/@handle/slug`.

draft → published ⇄ unpublished; draft | published | unpublished → archived → unpublished; published ⇄ hidden (by the operator,
with a reason that the studio sees). Buyers keep what they bought in every state. Invariants: a slug is unique within
a studio; only a complete offer (see rules.missing) is published.
"""
