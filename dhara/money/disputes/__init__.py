"""Disputes: payers who take their money back through their bank.

early_warning → needs_response → under_review → won | lost | prevented. What a notice says is never believed: the
gateway is asked how the case stands. From the moment on which an answer is needed the bank holds the amount and the
gateway's fee (`taken`); they come back when the case is won. Invariant: what is taken for open cases equals the account
`disputed` (`dhara doctor` proves it). Who bears it is decided above, where orders are known (`checkout.disputes`).
"""
