"""Ways to send: a studio's own server or provider, else the instance's, else the local outbox.

Invariant: whoever has a row of their own never falls back to another's: letters wait while it is paused or down.
"""
