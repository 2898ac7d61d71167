"""Time that was worked for a week that is paid by the hour, as whoever worked writes it down.

Invariants: an entry lies within its paid week, and never in the future; nobody's entries overlap, whomever they worked
for; together they stay within the week's limit, so that all worked time is covered by money that is set aside. Once the
week is closed nothing of it changes.
"""
