"""A buyer's pages of campaigns: build, fund, watch, review, export."""
