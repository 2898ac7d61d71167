"""CSV files: rows that look like somebody's own, in the words of the offer."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from random import Random

from dhara.cli.demo.plans import OfferPlan
from dhara.kit.locale.dates import show_date

HEADS = {"bn": ("তারিখ", "বিবরণ", "পরিমাণ", "টাকা"), "en": ("date", "item", "quantity", "amount")}
BOM = "\ufeff"  # without it Excel reads Bengali as noise


def table(plan: OfferPlan, name: str) -> bytes:
    """30 to 60 rows; the columns are the lines of the drawing where those are four, else date, item, quantity, sum."""
    dice = Random(f"{plan.key}/{name}")
    lines = plan.art["lines"]
    heads = lines if plan.art["scene"] == "table" and len(lines) == 4 else HEADS[plan.language]
    words = [*plan.inside, *plan.tags]
    day, total = date(2026, 1, 3), 0
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(heads)
    for _row in range(dice.randint(30, 60)):
        day += timedelta(days=dice.randint(0, 3))
        quantity, price = dice.randint(1, 12), dice.choice((20, 35, 60, 90, 120, 250, 480))
        total += quantity * price
        rows.writerow([show_date(day, plan.language), dice.choice(words), quantity, quantity * price])
    rows.writerow([show_date(day, plan.language), "—", "", total])
    return (BOM + out.getvalue()).encode()
