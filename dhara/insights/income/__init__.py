"""Income: what a studio sold, over time and by offer, read from booked sales only.

Reads across checkout and money; writes nothing. A sale counts on the studio's local day on which it was paid, at
what the buyer paid less what went back; pending orders never count.
"""
