"""Payments: one try to collect one amount through one gateway, and the notices that gateways send about it.

created → redirected → captured | failed | cancelled | expired | review; captured → partially_refunded → refunded.
A payment is persisted before the payer is sent away. Truth comes from the gateway's server. A notice is stored once
per (source, id), then handled. Invariants: (gateway, gateway_ref) is unique; a capture is booked once.
"""
