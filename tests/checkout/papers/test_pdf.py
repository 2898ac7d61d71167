"""Papers as PDF: what belongs together stays on one page."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.checkout.models import Paper
from dhara.checkout.papers import pdf, rules
from tests.checkout.pdf import pages
from tests.make import checkout as make
from tests.make import papers, people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("many", [1, 3, 14, 18, 40])
def test_the_signature_of_mushak_never_stands_alone(now: datetime, many: int) -> None:
    studio = people.studio()
    papers.registered(studio, at=now)
    papers.gives(studio, at=now, layout=rules.MUSHAK, signer="Nadiarahman")
    make.paid_order(make.tier(studio, title="Wedding cards"), at=now)
    paper = Paper.objects.get()
    (line,) = paper.content["lines"]
    paper.content["lines"] = [{**line, "title": f"Card{number:02}x"} for number in range(1, many + 1)]
    told = pages(pdf.compiled(paper, "bn"))
    assert sum("Nadiarahman" in page for page in told) == 1
    with_signature = next(page for page in told if "Nadiarahman" in page)
    for number in range(max(1, many - 2), many + 1):
        assert f"Card{number:02}x" in with_signature
    everything = "".join(told)
    assert [everything.count(f"Card{number:02}x") for number in range(1, many + 1)] == [1] * many
