"""Automations: a studio's rules in plain words. "When somebody buys X: tag buyer-x, leave the sequence Launch."

`actions.happened` is the one door through which everything that a contact does comes in: it keeps the event (once, by
its key), lets the studio's rules act, brings contacts into sequences that wait for it, and out of those whose goal it
is.
"""
