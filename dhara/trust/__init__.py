"""Trust: what people do when they disagree, and what they say of each other when it is done."""
