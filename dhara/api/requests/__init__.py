"""Requests that are carried out once, however often they are sent: each has a key that its sender chose.

The same key with the same body gives what the first one made: the order, the refund, the payout, the form. With another
body it is refused. A request that was refused leaves nothing behind, so its key can be used again.
"""
