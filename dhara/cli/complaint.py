"""What the command line says instead of a traceback."""

from __future__ import annotations


class Complaint(Exception):
    """Something that the person at the terminal can put right; the text says how."""
