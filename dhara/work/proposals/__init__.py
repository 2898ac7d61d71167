"""Proposals: a bid on a job, an offer in a conversation, an invitation; each counter-offer is another version.

States: invited → submitted → shortlisted → interview → offered → accepted; declined, withdrawn, expired. Versions are
immutable: whoever agrees, agrees to one of them by its number. An offer in a conversation begins as offered, and names
how often changes may be asked for. Invariants: one proposal for each job and studio; a job or a conversation, not both.
"""
