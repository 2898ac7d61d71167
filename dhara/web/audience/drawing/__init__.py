"""The picture of a sequence: a pure layout (graph → places and arrows), and the words on it; no database is asked.

Every picture is a list that reads from top to bottom, as a phone and a screen reader show it; on a wide screen the same
list is laid out on a grid, over the arrows.
"""
