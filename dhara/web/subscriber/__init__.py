"""What somebody in an audience sees: forms, confirmations, preferences, the links of letters. No sign-in anywhere."""
