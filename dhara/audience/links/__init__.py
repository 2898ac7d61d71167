"""The addresses in a letter, each a text that only we can have written: leaving, preferences, tracked links, opens.

No address of a person is in them. They never expire: a letter of years ago must still let its reader go.
Below every other concept, so that who writes letters and who answers their links agree on them.
"""
