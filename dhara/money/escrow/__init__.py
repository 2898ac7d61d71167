"""Escrow: money set aside for one payable unit before the work or the clearing period ends.

States: held → released | returned, each in one or several parts. Invariant: the open holds of a currency always sum
to the escrow account's balance (`dhara doctor` proves it).
"""
