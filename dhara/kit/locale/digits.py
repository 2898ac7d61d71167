"""Digits and grouping, in Latin and in Bengali."""

from __future__ import annotations

_TO_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_TO_LATIN = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")


def to_bengali(text: object) -> str:
    """Every Latin digit as a Bengali one; the rest is left as it is."""
    return str(text).translate(_TO_BENGALI)


def to_latin(text: object) -> str:
    """Every Bengali digit as a Latin one; the rest is left as it is."""
    return str(text).translate(_TO_LATIN)


def in_script(text: object, lang: str) -> str:
    """Digits as the readers of `lang` write them."""
    return to_bengali(text) if lang == "bn" else str(text)


def group(whole: str, *, lakh: bool) -> str:
    """Commas into a string of digits: 12,34,567 in lakh and crore, 1,234,567 otherwise."""
    if len(whole) <= 3:
        return whole
    head, tail, size = whole[:-3], whole[-3:], 2 if lakh else 3
    first = len(head) % size
    parts = ([head[:first]] if first else []) + [head[i : i + size] for i in range(first, len(head), size)]
    return ",".join([*parts, tail])


def number(value: int, lang: str, *, lakh: bool = True) -> str:
    """A whole number for readers of `lang`: ১,২৩,৪৫৬ in Bengali, 1,23,456 in English unless `lakh` is False."""
    sign = "−" if value < 0 else ""
    return in_script(sign + group(str(abs(value)), lakh=lakh), lang)
