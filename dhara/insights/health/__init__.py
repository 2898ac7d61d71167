"""Health: what must hold for Dhara to be relied on, and what waits for somebody to look at it.

Reads across database, jobs, books, letters and payments; writes nothing. `dhara doctor` and the operator's console
show the same findings.
"""
