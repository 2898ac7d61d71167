"""Files as people have them, good and bad, cut into lines with flat memory."""

from __future__ import annotations

import tracemalloc
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dhara.audience.contacts import lines, mapping


def _read(content: bytes, start: int | None = None) -> list[lines.Line]:
    shape = lines.sniff(content[: lines.HEAD])
    return list(lines.read(BytesIO(content), shape, shape.start if start is None else start))


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter", "second"),
    [
        ("name,email\nমিনা,a@b.example\n".encode(), "utf-8", ",", ["মিনা", "a@b.example"]),
        ("\ufeffname;email\r\nমিনা;a@b.example\r\n".encode(), "utf-8", ";", ["মিনা", "a@b.example"]),
        ("name\temail\nRené\ta@b.example".encode("windows-1252"), "windows-1252", "\t", ["René", "a@b.example"]),
        (b"sep=|\r\nname|email\r\nA, B|a@b.example", "utf-8", "|", ["A, B", "a@b.example"]),
        (b'name,email\n"Mina\n""M"", Akter",a@b.example\n', "utf-8", ",", ['Mina\n"M", Akter', "a@b.example"]),
        (b"na\0me,email\nMi\0na,a@b.example\n", "utf-8", ",", ["Mina", "a@b.example"]),
    ],
)
def test_how_a_file_is_written(content: bytes, encoding: str, delimiter: str, second: list[str]) -> None:
    shape = lines.sniff(content)
    assert (shape.encoding, shape.delimiter) == (encoding, delimiter)
    assert [list(line.cells) for line in _read(content)][1] == second


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_files_are_written_anew(encoding: str) -> None:
    content = "name;email\r\nমিনা;a@b.example\r\n".encode(encoding)
    assert lines.needs_rewriting(content)
    target = BytesIO()
    lines.plain(BytesIO(content), target, lines.wide(content))
    assert [list(line.cells) for line in _read(target.getvalue())] == [["name", "email"], ["মিনা", "a@b.example"]]


def test_old_line_ends_are_written_anew() -> None:
    content = b"name,email\rMina,a@b.example\r"
    assert lines.needs_rewriting(content)
    target = BytesIO()
    lines.plain(BytesIO(content), target, lines.wide(content))
    assert len(_read(target.getvalue())) == 2


def test_a_quote_that_is_never_closed_costs_its_line_alone() -> None:
    content = b'a@b.example,"oops\n' + b"c@d.example,x\n" * 10_000
    read = _read(content)
    assert (read[0].problem, read[0].raw) == (lines.OPEN_QUOTE, 'a@b.example,"oops')
    assert len(read) == 10_001
    assert all(line.cells == ["c@d.example", "x"] for line in read[1:])


def test_a_line_without_end_is_left_out_with_flat_memory() -> None:
    """Some four megabytes without a line break, then a good line."""
    content = b'x"' * 2_000_000 + b"\na@b.example,ok\n"
    file, shape = BytesIO(content), lines.Shape("utf-8", ",", 0)
    tracemalloc.start()
    read = list(lines.read(file, shape, 0))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [line.problem for line in read] == [lines.TOO_LONG, ""]
    assert len(read[0].raw) <= 200
    assert most < 1_000_000


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(lines.DELIMITERS))
def test_whatever_comes_every_byte_is_passed_once(content: bytes, delimiter: str) -> None:
    """Reading on from any line's end gives what reading on gave."""
    shape = lines.Shape("utf-8", delimiter, 0)
    read = list(lines.read(BytesIO(content), shape, 0))
    ends = [line.end for line in read]
    assert ends == sorted(set(ends))
    assert all(end <= len(content) for end in ends)
    for place, line in enumerate(read):
        assert list(lines.read(BytesIO(content), shape, line.end)) == read[place + 1 :]


def test_columns_are_guessed_in_both_languages() -> None:
    fields = {"city": "শহর"}
    assert mapping.guess(["নাম", "ই-মেইল", "শহর", "ট্যাগ", "?"], [], fields) == {
        "0": "name", "1": "email", "2": "field:city", "3": "tags",
    }  # fmt: skip
    assert mapping.guess(["First Name", "LAST NAME", "E-mail Address"], [], {}) == {
        "0": "name", "1": "last_name", "2": "email",
    }  # fmt: skip
    assert mapping.guess(["Mina", "a@b.example"], [["Tuli", "c@d.example"]], {}) == {"1": "email"}
    assert not mapping.has_heading(["Mina", "a@b.example"])


def test_a_line_is_read_the_same_way_each_time() -> None:
    known = {"age": mapping.Known("Age", "number", ())}
    columns = {"0": "email", "1": "name", "2": "last_name", "3": "tags", "4": "language", "5": "field:age"}
    line = lines.Line([" <Mina@X.example>", "Mina", "Akter", "a; b", "Bangla", "old"], 9)
    person = mapping.person_of(line, columns, known)
    assert (person.email, person.name, person.tags, person.language) == (
        "mina@x.example",
        "Mina Akter",
        ["a", "b"],
        "bn",
    )
    assert (person.fields, person.dropped, person.problem) == ({}, [("Age", "old")], "")
    assert mapping.person_of(lines.Line(["nobody"], 9), columns, known).problem == "email_bad"
    assert mapping.person_of(lines.Line([], 9), columns, known).problem == "no_email"
