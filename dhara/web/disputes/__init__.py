"""Pages of cases: both sides claim, show evidence and propose; an operator rules."""
