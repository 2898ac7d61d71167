"""Segments: saved rules that say who is meant; evaluated in SQL.

Rules are JSON: {"all": [rule, …]} | {"any": [rule, …]} | {"not": rule} | a leaf such as {"tag": 3}, {"field": "city",
"is": "Dhaka"}, {"bought": 12, "within_days": 30}. `segments.rules` has the grammar, `segments.queries.members` the SQL.
"""
