"""The cart: what a visitor is about to buy, of one or several sellers, in one currency.

A cart belongs to whoever holds its token (a signed cookie), or to an account. It freezes no price: each line remembers
the price that was shown, and where the price has changed since, the buyer sees it and confirms.
"""
