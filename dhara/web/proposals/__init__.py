"""Pages of proposals: a studio applies for a job, both sides talk, offer and agree."""
