"""What a gift gives: the things of its order, to its receiver; taken back and given anew when the address was wrong.

Invariants: nothing is granted while the gift waits; every grant of a gifted order is the receiver's.
"""
