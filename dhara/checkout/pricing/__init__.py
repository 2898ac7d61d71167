"""What a cart costs: one pure rule for the cart's page, the order and everything that shows either.

Per line: list price × quantity, less discounts (each with its reason), plus tax where prices do not contain it. All
amounts are minor units of one currency; what is spread over lines sums to the last unit, and no line falls below zero.
"""
