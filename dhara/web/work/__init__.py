"""Where work is done and looked at: the room of an engagement for both of its sides, the lists of each side."""
