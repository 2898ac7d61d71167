"""Whether two proofs are the same: prints of files and texts that are looked up, and how near two texts are. Pure.

A text has eight prints (MinHash of its runs of three letters, two to a print): nearly equal ones share a print almost
surely, others hardly ever; those found are compared letter by letter.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from dhara.kit.locale.text import search_key

FILE, TEXT = "file", "text"
# Below this many letters people write the same by themselves.
SHORT: Final = 40
NEAR: Final = 0.8
_BANDS, _ROWS, _RUN = 8, 2, 3


def file_print(sha256: str) -> int:
    """As a signed number of eight bytes."""
    return int.from_bytes(bytes.fromhex(sha256)[:8], "big", signed=True)


def text_prints(text: str) -> list[int]:
    """None for a text that is too short to tell anything."""
    runs = _runs(text)
    if not runs:
        return []
    # The same hash of a run, mixed anew for each place: much cheaper than hashing it sixteen times.
    hashes = [int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs]
    least = [min((value * odd + add) & _MASK for value in hashes) for odd, add in _MIXERS]
    return [_joined(band, least[band * _ROWS : (band + 1) * _ROWS]) for band in range(_BANDS)]


def near(one: str, other: str) -> bool:
    """At least so many of their runs of letters are the same."""
    mine, theirs = _runs(one), _runs(other)
    return bool(mine and theirs) and len(mine & theirs) >= NEAR * len(mine | theirs)


def _runs(text: str) -> frozenset[str]:
    plain = search_key(text)
    if len(plain) < SHORT:
        return frozenset()
    return frozenset(plain[place : place + _RUN] for place in range(len(plain) - _RUN + 1))


_MASK: Final = 2**64 - 1


def _mixer(number: int) -> tuple[int, int]:
    digest = blake2b(f"dhara {number}".encode(), digest_size=16).digest()
    return int.from_bytes(digest[:8], "big") | 1, int.from_bytes(digest[8:], "big")


_MIXERS: Final = [_mixer(number) for number in range(_BANDS * _ROWS)]


def _joined(band: int, values: list[int]) -> int:
    whole = band.to_bytes(1, "big") + b"".join(value.to_bytes(8, "big") for value in values)
    return int.from_bytes(blake2b(whole, digest_size=8).digest(), "big", signed=True)
