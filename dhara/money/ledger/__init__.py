"""The ledger: double entry, append-only, balanced by the database.

An `Entry` (unique key, time, memo, cause) has signed `Leg`s that sum to zero per currency; statement-level triggers
enforce it, and that an entry and all of its legs are made by one statement. Signs: credit is positive.
What is owed to somebody (a seller, the tax office, a buyer) is positive; what somebody owes us (a gateway that
collected for us) is negative. All accounts of a currency always sum to zero.

Accounts that may not be overdrawn (`stored`) keep a balance with a CHECK, moved in the same statement as the legs.
Busy system accounts keep none and are read from the latest snapshot plus the tail of legs after it.

How money flows (gross 1 000, gateway's fee 15, platform's share 50):

    capture   gateway −985 · gateway_fees −15 · unapplied +1 000            the gateway owes us what it will settle
    sale      unapplied −1 000 · gateway_fees +15 · platform_fees +50 · seller_pending +935
    clearing  seller_pending −935 · seller_available +935                    when due
    refund    seller_pending (or _available) −935 · platform_fees −50 · gateway_fees −15 · unapplied +1 000
              unapplied −1 000 · refunds_due +1 000                          asked of the gateway
              refunds_due −1 000 · gateway +1 000                            given back; or back to unapplied if refused

`unapplied` is captured money that no order uses: money for an order passes through it within one transaction, and
what stays there waits to go back. `gateway_fees` is what gateways kept (negative) against what sellers bore
(positive): its sum is what the platform bears. `rules.divide`, `rules.sale_legs` and `rules.reversal` split exactly.
"""
