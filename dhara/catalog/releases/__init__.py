"""Releases: an offer may be on the market before it comes out; buyers pay now and get it then (a pre-order).

awaited → released, or late when its date comes and something is missing; late → released | given up. Invariant: an
offer is awaited as long as its `releases_at` is set, which is the date that was promised last.
"""
