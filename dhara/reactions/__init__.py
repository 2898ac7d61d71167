"""Reactions: which fact causes which effect. One file per story; `table.py` is the whole map.

An effect is called `effect(fact, *, by, at)` inside a transaction of its own savepoint. It is small, calls verbs of the
domains below, and is harmless when it is run again. Money that must balance is never an effect: where an effect
settles an order, the verb itself does it once, and the effect is only the second way to it.
"""
