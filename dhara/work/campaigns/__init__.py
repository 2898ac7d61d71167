"""Campaigns: many small tasks that one buyer pays for before anybody begins.

A campaign is one engagement (mode `micro`) whose units are its slots. States: draft → funded → running ⇄ paused →
finished | stopped; `held` while an operator looks at its text, `frozen` after a spike of rejections. Invariants: never
more slots taken than there are, one live slot for each worker, slots that are taken stay funded whatever becomes of
the campaign, exports hold accepted answers only.
"""
