"""Pages of reviews: each side of finished work says how it was, and reads what others said."""
