"""The files that buyers get in the demo world: small, but real and each different. `make` is the way in."""
