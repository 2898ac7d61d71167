"""Studios: the shop and workplace of a freelancer (or a few), found at `/@handle`.

A studio has members with roles (owner, manager, editor, support, viewer). Invariants: a handle is unique whatever
its case and never reused by another studio (`RetiredHandle`); there is always at least one owner.
Lifecycle: open ⇄ suspended (by the operator, with a reason that the members see), open → closed.
"""
