"""Pages of jobs: the board that everybody searches, and what a buyer posts."""
