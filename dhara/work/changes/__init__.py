"""A change of what was agreed: to end it, to have more time. One side proposes, the other agrees.

States: open → agreed | declined | withdrawn | lapsed. Invariants: one open change for each unit; what is agreed happens
in the same transaction. Silence on a cancellation grants it, silence on more time refuses it.
"""
