"""Ways to send, as their owners set them up: a server or a provider, what its domain must say in the DNS, how it does.

Every provider here takes letters by SMTP, so one engine sends them all; what differs is the server, what stands
for user and password, the events it sends back, and the records it wants.

Invariants: keys are sealed before they reach a row and never shown again; a studio's server is never a machine of the
host's own network.
"""
