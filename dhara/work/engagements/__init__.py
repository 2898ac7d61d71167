"""An engagement: two parties, the terms that they agreed on, and its units, the smallest things that are paid.

A unit goes through the states of its mode (`rules.MODES`): who may take which step, what it needs (a submission, a
reason), what it does to the money, and what happens when nobody does anything. Submissions and decisions are
immutable. Invariants: the open holds of a unit are what is set aside for it; a unit at its end holds nothing; the
policies that count are those copied when it was agreed.
"""
