"""How people read and write: digits, clean text, slugs, phones, dates, in Bengali and English.

A library of pure functions, one file per subject; no tables, no states. Whatever is stored is NFC; whatever is
searched goes through `text.search_key` on both sides.
"""
