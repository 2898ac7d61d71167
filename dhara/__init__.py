"""Dhara (ধারা, "stream"): self-hosted software that turns paid hours into streams of income."""
