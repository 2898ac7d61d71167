"""Sending: one `Delivery` per message, contact and rotation, each sent at most once.

`queued` → `attempting` → `sent | deferred (again later) | bounced | failed`; `skipped` where the contact left, is
suppressed or capped meanwhile; `cancelled` with its broadcast; `unknown` when the worker died between "attempting" and
the server's answer: it is never sent again blindly, only by hand or after the provider's word.

Claimed in batches by FOR UPDATE SKIP LOCKED with a lease and a fence; "attempting" and the Message-ID are committed
before SMTP begins. Consent, suppression and state are asked again when a batch is claimed. Deliveries are many: their
state moves by compare-and-swap in batches, without a `Transition` each (as `kit.mail`'s letters do).

Invariant: queued + attempting + sent + deferred + bounced + failed + skipped + cancelled + unknown = the audience.
"""
