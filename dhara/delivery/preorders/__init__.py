"""What was paid before it came out is handed over when it does: each line once, in a transaction of its own."""
