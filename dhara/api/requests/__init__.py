"""Requests that are carried out once, however often they are sent: each has a key that its sender chose.

The same key with the same body gives the order, refund or payout that the first one made; with another body it is
refused. A request that was refused leaves nothing behind, so its key can be used again.
"""
