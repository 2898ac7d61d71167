"""Dates, times and spans in words: ৯ এপ্রিল, ২০২৫ and 9 April 2025."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from django.utils import timezone

from dhara.kit.locale.digits import in_script

MONTHS = {
    "bn": ["জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
SHORT_MONTHS = {
    "bn": ["জানু", "ফেব্রু", "মার্চ", "এপ্রি", "মে", "জুন", "জুলাই", "আগ", "সেপ্টে", "অক্টো", "নভে", "ডিসে"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
WEEKDAYS = {  # from Monday, as datetime counts
    "bn": ["সোমবার", "মঙ্গলবার", "বুধবার", "বৃহস্পতিবার", "শুক্রবার", "শনিবার", "রবিবার"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
WEEKEND = frozenset({4, 5})  # Friday and Saturday
_PARTS = ((4, "রাত"), (6, "ভোর"), (12, "সকাল"), (15, "দুপুর"), (18, "বিকেল"), (20, "সন্ধ্যা"), (24, "রাত"))
_STEPS = (
    (365 * 86_400, "বছর", "year"),
    (30 * 86_400, "মাস", "month"),
    (7 * 86_400, "সপ্তাহ", "week"),
    (86_400, "দিন", "day"),
    (3_600, "ঘণ্টা", "hour"),
    (60, "মিনিট", "minute"),
)


def _local(value: date | datetime, tz: tzinfo | None) -> date:
    return value.astimezone(tz or timezone.get_current_timezone()) if isinstance(value, datetime) else value


def show_date(value: date | datetime, lang: str, tz: tzinfo | None = None) -> str:
    """`৯ এপ্রিল, ২০২৫` or `9 April 2025`; a datetime is first taken to `tz` (or the current zone)."""
    day, comma = _local(value, tz), "," if lang == "bn" else ""
    return in_script(f"{day.day} {MONTHS[_known(lang)][day.month - 1]}{comma} {day.year}", lang)


def show_short(value: date | datetime, lang: str, tz: tzinfo | None = None) -> str:
    """For charts and tables: `৯ এপ্রি` or `9 Apr`."""
    day = _local(value, tz)
    return in_script(f"{day.day} {SHORT_MONTHS[_known(lang)][day.month - 1]}", lang)


def show_time(value: datetime, lang: str, tz: tzinfo | None = None) -> str:
    """`বিকেল ৩:৩০` or `3:30 pm`."""
    local = value.astimezone(tz or timezone.get_current_timezone())
    clock = f"{local.hour % 12 or 12}:{local.minute:02d}"
    if lang == "bn":
        return f"{next(word for hour, word in _PARTS if local.hour < hour)} {in_script(clock, lang)}"
    return f"{clock} {'am' if local.hour < 12 else 'pm'}"


def show_moment(value: datetime, lang: str, tz: tzinfo | None = None) -> str:
    """Date and time: `৯ এপ্রিল, ২০২৫, বিকেল ৩:৩০` or `9 April 2025, 3:30 pm`."""
    return f"{show_date(value, lang, tz)}, {show_time(value, lang, tz)}"


def show_zone(value: datetime, lang: str, tz: tzinfo | None = None) -> str:
    """The clock that a moment is shown by: `Bangladesh time, UTC+6`, or the zone's own name instead."""
    local = value.astimezone(tz or timezone.get_current_timezone())
    seconds = int((local.utcoffset() or timedelta()).total_seconds())
    sign, (hours, rest) = "-" if seconds < 0 else "+", divmod(abs(seconds) // 60, 60)
    distance = f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "") if seconds else "UTC"
    name = getattr(local.tzinfo, "key", None) or distance
    if name == "Asia/Dhaka":
        name = "বাংলাদেশ সময়" if lang == "bn" else "Bangladesh time"
    return in_script(distance if name in (distance, "UTC") else f"{name}, {distance}", lang)


def show_ago(value: datetime, at: datetime, lang: str) -> str:
    """How long before (or after) `at`: `৫ মিনিট আগে`, `in 2 days`, `just now`. Months count 30 days."""
    seconds = (at - value).total_seconds()
    for size, bengali, english in _STEPS:
        if abs(seconds) >= size:
            count = int(abs(seconds) // size)
            if lang == "bn":
                return f"{in_script(count, lang)} {bengali} {'আগে' if seconds > 0 else 'পরে'}"
            words = f"{count} {english}{'s' if count > 1 else ''}"
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return "এইমাত্র" if lang == "bn" else "just now"


def _known(lang: str) -> str:
    return "bn" if lang == "bn" else "en"
