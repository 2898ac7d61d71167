"""Ties: two accounts that were found to be in the same hands, so that nobody is paid for working for themselves.

A mark is what an account was seen with: a random word in the browser that it signs in with, or the wallet or account
that its studio is paid out to. Only a keyed hash of either is kept, and forgotten when it was not seen for long. Two
accounts that were lately seen with one mark are tied, once for each pair and kind of mark, whatever happens at once.

A tie keeps new paid work between the two from being agreed on. It never touches what was agreed on or earned, and an
operator who has made sure that they are two people allows it.
"""
