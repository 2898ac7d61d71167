"""What comes back about letters: bounces (RFC 3464 and what servers send instead), complaints (RFC 5965), events of
providers. Each is stored once as a `Returned` (unique source and event), then handled by a job.

Kinds: `delivered | deferred | soft | hard | complained | unsubscribed`. A hard bounce keeps the address out at once, a
soft one after some distinct letters in thirty days without one that arrived or was read. A delivery whose end nobody
knew gets its end from what comes back.

Invariants: handling a `Returned` again changes nothing; no address of a person is kept in one.
"""
