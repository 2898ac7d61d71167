"""Suggestions: what a studio proposes to somebody who buys one of its offers.

Of four kinds: a `bump` stands on the cart as a box to tick, an `upsell` comes once after the payment, a `downsell` in
its place when it is declined, a `cross` one stands on the offer's page. All may be cheaper in company (bumps and cross
ones for as long as both are in the cart); how much is the studio's word at the moment of buying, and is kept with its
reason in the order.

Invariants: offer and suggested tier belong to the same studio; no offer suggests itself; a tier is suggested once in
each kind. The offer's `suggests` names the kinds it has, so that nobody asks where there is none.
"""
