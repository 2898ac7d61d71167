"""Bundles: the kind of offer that gives other offers, each by its own kind.

A part is granted under a key that is made from the line's, so that it can be told from the same thing bought alone.
"""
