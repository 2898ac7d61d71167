"""The files that buyers get in the demo world are what their endings say."""

from __future__ import annotations

import csv
import io
import wave
import zipfile

from PIL import Image

from dhara.cli.demo import plans
from dhara.cli.demo.goods.making import make
from dhara.cli.demo.plans import OfferPlan
from dhara.kit.files.sniff import HEAD, sniff

OFFERS = [offer for studio in plans.studios() for offer in studio.offers]


def _first(ending: str, scene: str = "") -> tuple[OfferPlan, str]:
    return next(
        (offer, name)
        for offer in OFFERS
        for name in offer.files
        if name.endswith(ending) and scene in ("", offer.art["scene"])
    )


def test_every_look_with_an_archive_has_one_that_opens() -> None:
    looks = {offer.art["scene"]: (offer, name) for offer in OFFERS for name in offer.files if name.endswith(".zip")}
    for offer, name in looks.values():
        with zipfile.ZipFile(io.BytesIO(make(offer, name))) as packed:
            assert packed.testzip() is None
            names = packed.namelist()
            assert {"README.txt", "LICENCE.txt"} < set(names)
            assert len(names) >= 4, offer.key
            assert offer.title in packed.read("README.txt").decode()


def test_sounds_can_be_played() -> None:
    offer, name = _first(".zip", "audio")
    with zipfile.ZipFile(io.BytesIO(make(offer, name))) as packed, wave.open(packed.open("wav/loop-1.wav")) as sound:
        assert sound.getnframes() / sound.getframerate() > 2
        assert any(sound.readframes(5000))


def test_tables_open_in_a_spreadsheet() -> None:
    offer, name = _first(".csv", "table")
    content = make(offer, name)
    assert content == make(offer, name)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == offer.art["lines"]
    assert len(rows) > 30
    assert sum(int(row[3]) for row in rows[1:-1]) == int(rows[-1][3])


def test_documents_and_pictures_are_what_they_say() -> None:
    for ending, mime in ((".pdf", "application/pdf"), (".png", "image/png"), (".zip", "application/zip")):
        offer, name = _first(ending)
        assert sniff(make(offer, name)[:HEAD], name) == mime
    offer, name = _first(".png")
    with Image.open(io.BytesIO(make(offer, name))) as picture:
        assert picture.size == (1200, 900)


def test_files_of_two_offers_and_two_files_of_one_differ() -> None:
    first, second = (offer for offer in OFFERS if offer.handle == "dinlipi" and offer.number < 2)
    assert make(first, "planner.pdf") != make(second, "planner.pdf")
    assert make(first, "tablet.zip") != make(second, "tablet.zip")
    teacher = next(offer for offer in OFFERS if offer.files[:1] == ("notes.pdf",))
    assert make(teacher, "notes.pdf") != make(teacher, "practice.pdf")
