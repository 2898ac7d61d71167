"""What goes in and out. Each schema is made from a row by a function of the same file."""
