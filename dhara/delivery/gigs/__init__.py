"""Gigs: small services at a fixed price, in packages. What is sold is work, so its money is set aside until it is done.

A package is a price tier with days and revisions; the offer says what the worker needs to know before the clock
starts. Each sold line is an engagement (work.engagements, mode `gig`) of one unit. Invariants: a gig is never free and
has no collaborators; as many unfinished orders as its queue allows.
"""
