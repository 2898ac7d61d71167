"""The seller's audience: contacts, forms, sequences, broadcasts, how letters leave. It stands in the studio's frame."""
