"""Content is cleaned once and for all; whatever is sent in, it is stored safely or refused at its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dhara.audience.messages import blocks, placeholders, rules
from dhara.audience.messages.placeholders import Personal, parse
from dhara.audience.messages.plain import as_plain
from dhara.kit.refusal import Invalid
from tests.make.messages import words

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KINDS = [*blocks.KINDS, "script"]
KEYS = ("text", "html", "label", "url", "picture", "offer", "items", "by", "size", "alt")
block = st.fixed_dictionaries({"kind": st.sampled_from(KINDS)}, optional=dict.fromkeys(KEYS, anything))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["bn", "en"]), st.fixed_dictionaries({"blocks": st.lists(block, max_size=3)})))
def test_what_comes_in_is_cleaned_or_refused(content: Any) -> None:
    try:
        found = rules.clean(content)
    except Invalid:
        return
    assert rules.clean(found) == found


@pytest.mark.parametrize("content", [None, {}, [], "x", {"fr": {}}, {"en": {"blocks": [{"kind": "script"}]}}])
def test_what_is_no_letter_is_refused(content: Any) -> None:
    with pytest.raises(Invalid):
        rules.clean(content)


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"subject": "{who}"}, "en.subject"),
        ({"subject": "x" * 201}, "en.subject"),
        ({"preheader": "a { b"}, "en.preheader"),
        ({"subjects": ["ok", "{field:}"]}, "en.subjects.1"),
        ({"blocks": [{"kind": "button", "label": "a", "url": "javascript:alert(1)"}]}, "en.blocks.0.url"),
        ({"blocks": [{"kind": "button", "label": "a", "url": "https://a.example/{email}"}]}, "en.blocks.0.url"),
        ({"blocks": [{"kind": "button", "label": "a", "url": "https://user@a.example/"}]}, "en.blocks.0.url"),
        ({"blocks": [{"kind": "text", "html": "<p>{na<b>me</b>}</p>"}]}, "en.blocks.0.html"),
        ({"blocks": [{"kind": "text", "html": '<a href="https://a.example/{name}">x</a>'}]}, "en.blocks.0.html"),
        ({"blocks": [{"kind": "divider"}, {"kind": "image", "picture": "x"}]}, "en.blocks.1.picture"),
        ({"blocks": [{"kind": "divider"}] * 61}, "en.blocks"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(changed: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.clean({"en": words(**changed)})
    assert refused.value.field == place


def test_personal_fields_are_read() -> None:
    assert parse('Hi {name|"dear friend"}, {{x}} {field:city|Dhaka}{email}', place="") == [
        "Hi ",
        Personal("name", "", "dear friend"),
        ", {x} ",
        Personal("field", "city", "Dhaka"),
        Personal("email"),
    ]
    assert parse("{name|“বন্ধু”}", place="") == [Personal("name", "", "বন্ধু")]
    assert parse("<b>{name|A &amp; B}</b>", place="", markup=True)[1] == Personal("name", "", "A & B")


def test_unknown_keys_are_refused_where_the_studios_are_known() -> None:
    with pytest.raises(Invalid):
        parse("{field:shoe}", place="", fields={"city"})


@given(st.text(max_size=200))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        assert all(parse(text, place="here"))
    except Invalid as refused:
        told = refused.field
    else:
        told = "here"
    assert told == "here"


def test_addresses_of_ones_own() -> None:
    assert placeholders.link_of("{link:confirm}") == "confirm"
    assert placeholders.link_of("{link:other}") == placeholders.link_of("https://a.example/") == ""


def test_scripts_do_not_come_through() -> None:
    found = rules.clean({"en": words(blocks=[{"kind": "text", "html": '<p onclick="x">a<script>b</script></p>'}])})
    assert found["en"]["blocks"] == [{"kind": "text", "html": "<p>a</p>"}]


def test_rich_text_reads_well_as_plain_text() -> None:
    html = (
        "<h2>Title</h2><p>One &amp; two<br>three</p><ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>"
        '<blockquote><p>said</p><p>more</p></blockquote><p><a href="https://a.example/">here</a></p>'
    )
    assert as_plain(html) == (
        "Title\n\nOne & two\nthree\n\n• a\n• b\n\n1. c\n2. d\n\n> said\n\n> more\n\nhere (https://a.example/)"
    )
