"""Pages on which a buyer pays for agreed work: milestones of a project, the pool of a campaign."""
