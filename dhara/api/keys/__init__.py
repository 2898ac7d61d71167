"""Keys: with one a program speaks for an account, or for one studio of it, as far as its scopes go.

A key is shown once, when it is made; only its hash is kept. It is in force until it is revoked, which is for good.
A key of a studio sees nothing else: neither other studios nor what the account has bought itself.
"""
