"""Lifecycles: whatever lives through states declares them as data, and changes them in one way only.

`rules.Lifecycle` is the table (states, moves, who, guard, timers); `models.Living` gives a table its status and
`become`, a compare-and-swap that writes one append-only `Transition` and records the fact. Timers are scheduled
jobs that look at state and version again when they fire. `docs/lifecycles.md` is made from the tables.
"""
