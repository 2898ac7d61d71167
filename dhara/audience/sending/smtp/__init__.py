"""A pipelined SMTP client (RFC 5321, 2920): several connections in one thread, no Django and no database.

Invariants: each parcel that is given gets exactly one `Outcome`; "unknown" only where the whole letter had been written
and no answer came; a parcel whose content was never written is "unsent", and may be tried at once elsewhere.
"""
