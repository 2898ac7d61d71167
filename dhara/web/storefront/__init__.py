"""What a visitor finds before buying: the market, search, studios, offers; and what search engines read."""
