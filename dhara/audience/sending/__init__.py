"""Sending: one `Delivery` per message, contact and rotation, each sent at most once.

`queued` → in the air → `sent | deferred (again later) | bounced | failed`; `skipped` where the contact left, is
suppressed or capped meanwhile; `cancelled` with its broadcast; `unknown` when the worker died between the claim and
the server's answer: it is never sent again blindly, only by hand or after the provider's word.

Claimed in flights by FOR UPDATE SKIP LOCKED with a fence; a `Flight` with its lease is committed before SMTP begins.
While a letter is in the air its state stays as it was; it is counted as "attempting". Consent, suppression, pauses and
state are asked again when a flight is claimed. Deliveries are many: their state moves by compare-and-swap in batches,
without a `Transition` each (as `kit.mail`'s letters do).

Invariant: queued + attempting + sent + deferred + bounced + failed + skipped + cancelled + unknown = the audience.
"""
