"""bKash: tokenized checkout without an agreement, refunds v2, payouts to wallets, notices by Amazon SNS.

The payer approves on bKash's page with wallet, code and PIN; no money moves before we `execute`. So a payment that we
have told the payer is over (`details["ended"]`) is never executed any more, whatever comes later: bKash's word that it
is Completed counts still, but we do not make it so. What the browser brings back says only that it is time to look.
"""
