"""Access: the one place that all doors ask what somebody may do in a studio, and who is an operator.

A door makes one `Viewer` per request and passes it on; it asks the database once per studio and keeps nothing
beyond itself. Outsiders get 404 (they may not even know), members without the right 403 with the reason, a right
that the studio's state takes away 409.
"""
