"""Stripe: cards and wallets of the whole world, through the payer's visit to a Checkout Session at Stripe.

A charge is a Checkout Session (`cs_…`); one that a stored method paid is a PaymentIntent (`pi_…`). Stripe's server is
asked for everything; notices are signed by HMAC. A card that was declined leaves the session open: the payer tries
another there, and only who comes back by the cancel address, or lets it run out, has ended it.
"""
