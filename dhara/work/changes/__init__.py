"""A change of what was agreed: to end it, to have more time, other terms for what is not paid yet.

One side proposes, the other agrees. States: open → agreed | declined | withdrawn | lapsed. Invariants: one open change
for each unit, one of other terms for each engagement; what is agreed happens in the same transaction, and never touches
what is paid. Milestones that are paid while other terms wait fall out of them; where the rest makes no sense alone, all
of it is over. Silence on a cancellation grants it, silence on all else refuses it.
"""
