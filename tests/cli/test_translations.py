"""`dhara messages --check` finds what is missing, fuzzy, stale, or contradictory."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from dhara.cli import translations

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)
SOURCE = 'from django.utils.translation import gettext as _\nA = _("Order %(number)s")\nB = _("Cart")\n'
RIGHT = 'msgid "Order %(number)s"\nmsgstr "অর্ডার %(number)s"\n\nmsgid "Cart"\nmsgstr "কার্ট"\n'

pytestmark = pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name in ("checkout", "web/library"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "checkout" / "texts.py").write_text(SOURCE)
    _write(tmp_path / "checkout", RIGHT)
    return tmp_path


def _write(folder: Path, entries: str) -> None:
    path = folder / translations.CATALOG
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + entries)
    subprocess.run(["msgfmt", "-o", str(path.with_suffix(".mo")), str(path)], check=True)


def test_nothing_is_wrong_where_all_is_translated(package: Path) -> None:
    assert translations.problems(package) == []


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        (RIGHT.replace("কার্ট", ""), "'Cart': is not translated"),
        (RIGHT.replace('msgid "Cart"', '#, fuzzy\nmsgid "Cart"'), "'Cart': is fuzzy"),
        (RIGHT.replace("অর্ডার %(number)s", "অর্ডার"), "has other placeholders"),
        (RIGHT + '\nmsgid "Gone"\nmsgstr "নেই"\n', "no longer used: 'Gone'"),
        (RIGHT.partition("\n\n")[0] + "\n", "not collected: 'Cart'"),
    ],
    ids=["untranslated", "fuzzy", "placeholder", "stale", "uncollected"],
)
def test_finds(package: Path, entries: str, complaint: str) -> None:
    _write(package / "checkout", entries)
    assert any(complaint in line for line in translations.problems(package))


def test_finds_a_compiled_catalog_that_is_stale(package: Path) -> None:
    path = package / "checkout" / translations.CATALOG
    path.write_text(path.read_text().replace("কার্ট", "ঝুড়ি"))
    (problem,) = translations.problems(package)
    assert "is not what django.po says" in problem


def test_finds_texts_without_a_catalog(package: Path) -> None:
    (package / "web" / "library" / "views.py").write_text(SOURCE)
    (problem,) = translations.problems(package)
    assert "has texts (2) but no" in problem


def test_finds_two_translations_of_one_text(package: Path) -> None:
    (package / "web" / "library" / "views.py").write_text(SOURCE)
    _write(package / "web" / "library", RIGHT.replace("কার্ট", "ঝুড়ি"))
    assert any("'Cart' is “ঝুড়ি” here" in line for line in translations.problems(package))


def test_update_collects_and_compiles(package: Path) -> None:
    (package / "checkout" / "more.py").write_text(SOURCE.replace("Cart", "Price"))
    translations.update(package)
    assert [line.rpartition("checkout/")[2] for line in translations.problems(package)] == [
        "locale/bn/LC_MESSAGES/django.po: 'Price': is not translated"
    ]
