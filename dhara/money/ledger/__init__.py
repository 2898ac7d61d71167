"""The ledger: double entry, append-only, balanced by the database.

An `Entry` (unique key, time, memo, cause) has signed `Leg`s that sum to zero per currency; a statement-level trigger
over the inserted legs enforces it, so all legs of an entry are inserted by one statement. Signs: credit is positive.
What is owed to somebody (a seller, the tax office, a buyer) is positive; what somebody owes us (a gateway that
collected for us) is negative. All accounts of a currency always sum to zero.

Accounts that may not be overdrawn (`stored`) keep a balance with a CHECK, moved in the same statement as the legs.
Busy system accounts keep none and are read from the latest snapshot plus the tail of legs after it.
"""
