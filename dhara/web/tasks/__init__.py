"""A worker's pages of small tasks: the desk, one task, what became of it."""
