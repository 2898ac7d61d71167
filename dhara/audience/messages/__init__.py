"""Messages: what a letter to an audience says, in each language, and how it is made into mail.

A message is written in blocks, compiled once per language (MJML by `mrml`) into a template of the finished MIME, and
filled in per contact by replacing bytes. Its owner (a broadcast, a step of a sequence) says when it is frozen.

Invariants: a frozen message never changes; every message has a plain-text part, a link to unsubscribe and the
studio's sender line, whatever its blocks.
"""
