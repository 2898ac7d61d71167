"""Paid work: who owes whom what, held safely before it begins, and fair when people disagree.

One engine (`engagements`) for every way to work; a way is a mode: a table of data. What is asked for (a gig that was
ordered, a job, a campaign) stands above it and only says who the parties are and what was agreed.
"""
