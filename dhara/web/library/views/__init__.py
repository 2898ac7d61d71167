"""What a buyer owns, and the door to its files."""
