"""Coupons: a studio's word that lowers the price of its offers, by percent or by an amount.

A code is the same in any case, with Bengali or Latin digits. One coupon per studio counts in an order: the one that
saves most. A use is counted under the coupon's row lock when an order is placed and given back when the order is given
up; the database refuses more uses than the cap. What was agreed in an order stays, whatever becomes of the coupon.
"""
