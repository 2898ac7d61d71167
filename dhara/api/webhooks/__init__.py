"""Outgoing webhooks: a program of a studio, or of a person who buys, is told what happens, by Standard Webhooks.

An `Endpoint` names an address and the events it wants. When a public fact is recorded, a reaction writes one `Message`
for each endpoint that may know of it, in the same transaction as the other effects. A worker sends them, those of one
endpoint in order: a later one waits until the earlier one has arrived or was given up. A message is sent at least once,
always under the same id.

Invariants: one message for each endpoint and fact; one try at a time for each endpoint (its lease); no address inside
of a private network is ever connected to.
"""
