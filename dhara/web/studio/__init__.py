"""The seller's workplace, under `/studio/<handle>/`."""
