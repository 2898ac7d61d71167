"""Forms: how strangers become subscribers. Submit → confirm (a button, never the GET) → what was promised.

A form may carry a magnet: a free offer that whoever confirms gets. Spam is stopped by a trap field, a signed time
stamp and limits, without a third party; who confirms with a button is no scanner.
"""
