"""Re-exports the tables of this domain."""
