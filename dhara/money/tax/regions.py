"""States and provinces in which taxes of their own are charged: ISO 3166-2 codes with names in both languages."""

from __future__ import annotations

from typing import Final

from dhara.kit.locale.languages import current

# Country → (code without the country, English name, Bengali name).
_KNOWN: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "CA": (
        ("AB", "Alberta", "আলবার্টা"),
        ("BC", "British Columbia", "ব্রিটিশ কলাম্বিয়া"),
        ("MB", "Manitoba", "ম্যানিটোবা"),
        ("NB", "New Brunswick", "নিউ ব্রান্সউইক"),
        ("NL", "Newfoundland and Labrador", "নিউফাউন্ডল্যান্ড ও ল্যাব্রাডর"),
        ("NS", "Nova Scotia", "নোভা স্কোশিয়া"),
        ("NT", "Northwest Territories", "নর্থওয়েস্ট টেরিটরিজ"),
        ("NU", "Nunavut", "নুনাভুত"),
        ("ON", "Ontario", "অন্টারিও"),
        ("PE", "Prince Edward Island", "প্রিন্স এডওয়ার্ড আইল্যান্ড"),
        ("QC", "Quebec", "কুইবেক"),
        ("SK", "Saskatchewan", "সাসকাচোয়ান"),
        ("YT", "Yukon", "ইউকন"),
    ),
    "US": (
        ("AL", "Alabama", "আলাবামা"),
        ("AK", "Alaska", "আলাস্কা"),
        ("AZ", "Arizona", "অ্যারিজোনা"),
        ("AR", "Arkansas", "আরকানসাস"),
        ("CA", "California", "ক্যালিফোর্নিয়া"),
        ("CO", "Colorado", "কলোরাডো"),
        ("CT", "Connecticut", "কানেটিকাট"),
        ("DE", "Delaware", "ডেলাওয়্যার"),
        ("DC", "District of Columbia", "ডিস্ট্রিক্ট অব কলাম্বিয়া"),
        ("FL", "Florida", "ফ্লোরিডা"),
        ("GA", "Georgia", "জর্জিয়া"),
        ("HI", "Hawaii", "হাওয়াই"),
        ("ID", "Idaho", "আইডাহো"),
        ("IL", "Illinois", "ইলিনয়"),
        ("IN", "Indiana", "ইন্ডিয়ানা"),
        ("IA", "Iowa", "আইওয়া"),
        ("KS", "Kansas", "ক্যানসাস"),
        ("KY", "Kentucky", "কেন্টাকি"),
        ("LA", "Louisiana", "লুইজিয়ানা"),
        ("ME", "Maine", "মেইন"),
        ("MD", "Maryland", "মেরিল্যান্ড"),
        ("MA", "Massachusetts", "ম্যাসাচুসেটস"),
        ("MI", "Michigan", "মিশিগান"),
        ("MN", "Minnesota", "মিনেসোটা"),
        ("MS", "Mississippi", "মিসিসিপি"),
        ("MO", "Missouri", "মিজৌরি"),
        ("MT", "Montana", "মন্টানা"),
        ("NE", "Nebraska", "নেব্রাস্কা"),
        ("NV", "Nevada", "নেভাডা"),
        ("NH", "New Hampshire", "নিউ হ্যাম্পশায়ার"),
        ("NJ", "New Jersey", "নিউ জার্সি"),
        ("NM", "New Mexico", "নিউ মেক্সিকো"),
        ("NY", "New York", "নিউ ইয়র্ক"),
        ("NC", "North Carolina", "নর্থ ক্যারোলাইনা"),
        ("ND", "North Dakota", "নর্থ ডাকোটা"),
        ("OH", "Ohio", "ওহাইও"),
        ("OK", "Oklahoma", "ওকলাহোমা"),
        ("OR", "Oregon", "ওরেগন"),
        ("PA", "Pennsylvania", "পেনসিলভেনিয়া"),
        ("RI", "Rhode Island", "রোড আইল্যান্ড"),
        ("SC", "South Carolina", "সাউথ ক্যারোলাইনা"),
        ("SD", "South Dakota", "সাউথ ডাকোটা"),
        ("TN", "Tennessee", "টেনেসি"),
        ("TX", "Texas", "টেক্সাস"),
        ("UT", "Utah", "ইউটা"),
        ("VT", "Vermont", "ভারমন্ট"),
        ("VA", "Virginia", "ভার্জিনিয়া"),
        ("WA", "Washington", "ওয়াশিংটন"),
        ("WV", "West Virginia", "ওয়েস্ট ভার্জিনিয়া"),
        ("WI", "Wisconsin", "উইসকনসিন"),
        ("WY", "Wyoming", "ওয়াইওমিং"),
    ),
}
_NAMES: Final[dict[str, tuple[str, str]]] = {
    f"{country}-{code}": (english, bengali) for country, rows in _KNOWN.items() for code, english, bengali in rows
}


def is_known(region: str, country: str) -> bool:
    """Whether `region` is an ISO 3166-2 code of a state or province of that country that we know."""
    return region in _NAMES and region.startswith(f"{country}-")


def regions(country: str) -> list[tuple[str, str]]:
    """(ISO 3166-2 code, name in the reader's language) of the country's regions, by name; none for most countries."""
    found = [(code, region_name(code)) for code in _NAMES if code.startswith(f"{country}-")]
    return sorted(found, key=lambda each: each[1])


def all_regions() -> list[tuple[str, str]]:
    """Those of every country, country by country."""
    return [each for country in _KNOWN for each in regions(country)]


def region_name(code: str) -> str:
    """The code itself where we do not know it."""
    english, bengali = _NAMES.get(code, (code, code))
    return bengali if current() == "bn" else english
