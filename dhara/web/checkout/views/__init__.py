"""From the cart to the receipt, one file per page."""
