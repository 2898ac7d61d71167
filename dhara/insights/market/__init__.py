"""The market as a whole: what was sold, who joined, for the one who hosts it.

Reads across people, catalog and checkout; writes nothing. What it says is kept for a minute, as it reads whole tables.
"""
