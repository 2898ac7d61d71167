"""WAV files: a plucked string, as Karplus and Strong taught computers to play it."""

from __future__ import annotations

import array
import io
import wave
from random import Random

RATE = 11025
SCALE = (0, 2, 4, 7, 9, 12)  # five notes and the octave, as many songs of the river have them


def loop(dice: Random) -> bytes:
    """About three seconds, mono, 16 bits: a short tune that ends where it began."""
    base, beat = dice.choice((146.8, 164.8, 196.0)), RATE // 4
    steps = [0, *(dice.choice(SCALE) for _ in range(9)), 0, 0]
    samples = array.array("h", bytes(2 * beat * len(steps)))
    for place, step in enumerate(steps):
        _pluck(samples, place * beat, base * 2 ** (step / 12), beat * 2, dice)
    out = io.BytesIO()
    with wave.open(out, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(samples.tobytes())
    return out.getvalue()


def _pluck(samples: array.array[int], start: int, hertz: float, length: int, dice: Random) -> None:
    string = [dice.uniform(-1, 1) for _ in range(max(2, int(RATE / hertz)))]
    period = len(string)
    for n in range(min(length, len(samples) - start)):
        here = n % period
        value = string[here]
        string[here] = 0.498 * (value + string[(here + 1) % period])
        mixed = samples[start + n] + int(value * 9000)
        samples[start + n] = max(-32768, min(32767, mixed))
