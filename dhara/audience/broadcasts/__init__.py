"""Broadcasts: one message to everybody of a segment, once.

The audience is frozen by one INSERT … SELECT of deliveries when sending starts; it is countable from then on. Paused
and resumed without loss or repeat; "send to those not reached" is a new start for deliveries whose end is unknown or
failed.
"""
