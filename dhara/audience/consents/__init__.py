"""Consents: what somebody agreed to or took back, with the words they saw. Append-only.

Invariants: a row is never changed or deleted; when a contact is erased, its consents keep the keyed hash of the address
and lose the contact, the IP and the page.
"""
