"""Reconciliation: each day, what a gateway says it moved is laid beside what the books say.

A report is made once the day (UTC) is over, and made again until the gateway answers; differences are told to the
operators, who look into them and note what they found. Invariant: one report per account, day and currency.
"""
