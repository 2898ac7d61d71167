"""Facts: what has happened, kept for ever, and the reactions that follow.

An action records a fact inside its own transaction: one row, one `Reaction` row per effect that the reactions
table names for it, and one job. Every (fact, effect) pair is done exactly once: the effect and its mark are one
transaction. A failed effect is retried alone with growing pauses and can be run again by an operator.
Facts of one story share a `chain` (the first fact's id), each naming its `cause`.

Invariants: facts are append-only (a trigger refuses changes); (fact, effect) is unique.
"""
