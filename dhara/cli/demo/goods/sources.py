"""Text files for archives: presets, code, pages and their styles. All written for the demo world."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from random import Random

from dhara.cli.demo.goods.vectors import HUES


def preset(label: str, dice: Random) -> str:
    """Develop settings as photo programs read them."""
    values = {
        "Exposure2012": f"{dice.uniform(-0.3, 0.5):+.2f}",
        "Contrast2012": f"{dice.randint(-12, 22):+d}",
        "Highlights2012": f"{dice.randint(-60, -10):+d}",
        "Shadows2012": f"{dice.randint(5, 45):+d}",
        "Temperature": str(dice.randint(4800, 6400)),
        "Vibrance": f"{dice.randint(0, 24):+d}",
        "SaturationAdjustmentGreen": f"{dice.randint(-18, 6):+d}",
        "HueAdjustmentOrange": f"{dice.randint(-8, 4):+d}",
    }
    settings = "\n".join(f'   crs:{name}="{value}"' for name, value in values.items())
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '  <rdf:Description xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"\n   crs:PresetType="Normal"\n'
        f'   crs:Name="{escape(label)}"\n{settings}/>\n </rdf:RDF>\n</x:xmpmeta>\n'
    )


KOTLIN = """/** Taka for people: minor units in, "৳১,২৩,৪৫৬" out. */
fun taka(minor: Long, bangla: Boolean = true): String {
    val text = "৳" + lakh((minor / 100).toString())
    return if (bangla) text.map { if (it in '0'..'9') '০' + (it - '0') else it }.joinToString("") else text
}

/** Groups of two before the last three digits. */
fun lakh(digits: String): String {
    if (digits.length <= 3) return digits
    val head = digits.dropLast(3).reversed().chunked(2).joinToString(",").reversed()
    return "$head,${digits.takeLast(3)}"
}
"""
KOTLIN_TEST = """class TakaTest {
    @Test fun groups() = assertEquals("1,23,456", lakh("123456"))
    @Test fun bangla() = assertEquals("৳১,২৩,৪৫৬", taka(12345600))
}
"""
PYTHON = '''"""A till: lines in, a total in paisa out. No float comes near it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    name: str
    paisa: int
    quantity: int = 1


def total(lines: list[Line], discount_percent: int = 0) -> int:
    gross = sum(line.paisa * line.quantity for line in lines)
    return gross - gross * discount_percent // 100
'''
PYTHON_TEST = """from till import Line, total


def test_discount_is_rounded_for_the_buyer():
    assert total([Line("tea", 1500, 3)], 10) == 4050
"""
SQL = """-- Who has not bought for ninety days, and what did they buy before?
SELECT customer, max(day) AS last_day, sum(amount) AS spent
FROM sales
GROUP BY customer
HAVING max(day) < CURRENT_DATE - 90
ORDER BY spent DESC;
"""


def code(title: str) -> dict[str, str]:
    """Paths and texts, by what the title speaks of."""
    if "Kotlin" in title:
        return {
            "src/Taka.kt": KOTLIN,
            "test/TakaTest.kt": KOTLIN_TEST,
            "CHANGES.md": f"# {title}\n\n1.0 First release\n",
        }
    return {
        "src/till.py": PYTHON,
        "tests/test_till.py": PYTHON_TEST,
        "sql/lost_customers.sql": SQL,
        "CHANGES.md": f"# {title}\n\n1.0 First release\n",
    }


def page(title: str, summary: str, points: Sequence[str], language: str) -> str:
    """A page of HTML without a script."""
    items = "\n".join(f"    <li>{escape(point)}</li>" for point in points)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n  <meta charset="utf-8">\n'
        '  <meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'  <title>{escape(title)}</title>\n  <link rel="stylesheet" href="style.css">\n</head>\n<body>\n'
        f"  <h1>{escape(title)}</h1>\n  <p>{escape(summary)}</p>\n  <ul>\n{items}\n  </ul>\n</body>\n</html>\n"
    )


def style(dice: Random, title: str) -> str:
    """Colours and type as CSS variables, with a dark mode."""
    deep, bright = dice.sample(HUES, 2)
    return (
        f"/*\nTheme Name: {title}\nVersion: 1.0\n*/\n"
        f":root {{ --deep: {deep}; --bright: {bright}; --paper: #fffaf0; --ink: #2b2a27 }}\n"
        "@media (prefers-color-scheme: dark) { :root { --paper: #16181f; --ink: #f2eee4 } }\n"
        "body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; background: var(--paper); color: var(--ink);\n"
        '       font: 1.05rem/1.8 "Hind Siliguri", system-ui, sans-serif }\n'
        "h1 { color: var(--deep); line-height: 1.3 }\na { color: var(--bright) }\n"
    )
