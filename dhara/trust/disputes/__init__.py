"""A case: two sides of paid work disagree, and it is settled between them or ruled about.

States: answer → talk → judge → ruled → appealed, and the ends settled | withdrawn | closed. Invariants: every disputed
unit has one open case and every open case a disputed unit, as both begin and end in the transaction of the unit's step
(`Step.follow`); the money moves by that step alone, once; what was said and shown is append-only.
"""
