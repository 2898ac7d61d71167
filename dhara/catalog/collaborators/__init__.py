"""Collaborators: people whose studios share the income of an offer.

An invitation names a part in hundredths of a percent of what is left of a sale after tax and fees; it counts for sales
from the moment on at which it was accepted. Another part for the same person is another invitation, which takes the
place of the old one when it is accepted. All parts of an offer are at most the whole; the owner keeps the rest.
"""
