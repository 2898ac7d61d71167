"""Manual bank transfer: the payer sends money by themselves and shows a proof; somebody looks at the bank account.

The gateway behind the protocol is our own table, as no bank answers us. States of a transfer: waiting → shown (proof
handed in) → confirmed | rejected; a rejected one may be shown again; waiting | rejected → cancelled.
Invariants: a transfer is confirmed once, with what really came; money goes back when a person says that they sent it.
"""
