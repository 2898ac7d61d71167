"""Payouts: what a studio has earned goes to its own wallet or bank account.

A `PayoutMethod` is where money may go: new → proven | refused; proven → retired. Its details are sealed and never
change: other details are another method, which is proven anew and waits some days (`usable_from`) before it is used.
A `PayoutPlan` says by which rhythm a balance is paid out, and to which method.
A `Payout` takes its amount off the available balance the moment it is made: created → processing → paid, or held with
its reasons, failed, cancelled, returned; whatever does not arrive is on the balance again. It is pinned to its method
by a fingerprint of the details. A `PayoutBatch` is a list of payouts that an operator carries to a bank.

Invariants: what is due to sellers in the ledger equals the payouts under way; a batch is the sum of its lines; a payout
is in one batch at most; a gateway is asked what became of a transfer before it is told again to make it.
"""
