"""SSLCommerz v4: cards, mobile wallets and internet banking of Bangladesh, on a page of SSLCommerz.

A charge is a transaction whose id (`tran_id`) follows from our token, so that one whose session was lost is found
again. The truth is what the validation server says of a `val_id`; notices (IPN) and the payer's return only say that it
is time to ask. Notices are signed (`verify_sign`, `verify_sign_sha2`) but carry no time, so an old one can not be told
from a new one: that is harmless, because a notice is stored once by val_id and status, is never believed, and what is
paid already is not asked about again. Money of which SSLCommerz warns (`risk_level` 1) goes to review.
A refund is named by our key; SSLCommerz works on it for days and is asked by its `refund_ref_id`.
"""
