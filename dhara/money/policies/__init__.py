"""Policies: the numbers that the operator sets (fees, clearing days, timers), as dated rows.

A policy is copied into the order when it is made; changing it never changes what was agreed. The row with the
latest `since` not after the moment counts; a studio's own row goes before the general one.
"""
