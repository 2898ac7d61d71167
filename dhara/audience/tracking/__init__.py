"""Touches: opens and clicks of letters, kept raw, judged a minute later, and told to the timeline only if human.

Verdicts: "" (not yet) → `human | machine | scanner`. A machine loads what a person never sees: a proxy that fetches
pictures ahead, a bot. A scanner follows all links of a letter at once, or the hidden one.

Invariants: nothing branches on a touch that was not judged; where a message or its reader wants to be counted only, no
touch names a delivery and none keeps an IP; an address under /l/ leads where our own table says, never elsewhere.
"""
