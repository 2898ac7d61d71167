"""Search: an offer is found by the words of its title, tags, studio, category, summary and description.

A word matches whole, the last one also as a beginning; all words must match. Both spellings of য় ড় ঢ়, joiners, case
and digits make no difference. Results mix how well the words fit with sales and freshness; at most MAX_FOUND
are ranked, so that a search costs about the same on a small market and a large one.

Search works on whatever table it is given (a queryset with a `search` column), so it stands below offers.
"""
