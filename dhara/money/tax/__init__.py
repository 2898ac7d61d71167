"""Tax on what is sold: dated rates by country and kind of good, and what a studio has to do with them.

A rate is a row with the day from which it counts and the source that says so, never a constant in the code. A studio
that is registered for tax charges it to buyers of the countries it names; what was charged is frozen into the lines of
an order. A buyer elsewhere in the EU with a valid tax id pays none (reverse charge). See docs/decisions/0014-tax.md.
"""
