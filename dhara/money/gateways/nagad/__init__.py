"""Nagad: the mobile wallet, paid with the wallet's PIN on Nagad's page.

Two steps open a charge: `initialize` exchanges secrets, `complete` names the amount; what is sent is encrypted with
Nagad's key and signed with the merchant's. The truth is what `verify/payment` says of the payment reference that Nagad
gave. A charge whose reference was lost can not be asked about, but then its payer never saw Nagad's page either; if
they did, they bring the reference back. Nagad sends no notices. It gives nothing back by itself either: a refund waits
until an operator says that the money was sent from the merchant's wallet, with the number of that transfer.
"""
