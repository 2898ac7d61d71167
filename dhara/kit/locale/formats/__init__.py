"""Django's format modules: dates and numbers as each language writes them."""
