"""Rich text is safe, and stays what it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.kit.html import MAX_LENGTH, TAGS, plain, sanitise
from dhara.kit.refusal import Invalid


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>হ্যালো <b>বন্ধু</b></p>", "<p>হ্যালো <strong>বন্ধু</strong></p>"),
        ("<script>alert(1)</script>ok", "ok"),
        ("<img src=x onerror=alert(1)>ok", "ok"),
        ('<p onclick="x()" style="color:red" class="btn">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener nofollow ugc">x</a>'),
        (
            '<a href="https://a.example/" target="_blank">x</a>',
            '<a href="https://a.example/" rel="noopener nofollow ugc">x</a>',
        ),
        ('<a href="/operator/">x</a>', '<a rel="noopener nofollow ugc">x</a>'),
        ("<form><input name=a><h1>T</h1></form>", "<h2>T</h2>"),
        ("<svg><a xlink:href='javascript:1'>x</a></svg>", None),
        ("<style>p{}</style><iframe src=//x></iframe>a", "a"),
        ("<!-- c -->a", "a"),
    ],
)
def test_sanitise(dirty, clean):
    result = sanitise(dirty)
    assert "javascript" not in result
    if clean is not None:
        assert result == clean


@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(["<p>", "</p>", "<a href='x:y'>", "<b>", "&", "<", "\x00", "ক", '"', "<!--", "<svg>"]),
        max_size=20,
    ).map("".join)
)
def test_sanitise_is_idempotent(text):
    once = sanitise(text)
    assert sanitise(once) == once


def test_too_long_is_refused():
    with pytest.raises(Invalid) as refusal:
        sanitise("a" * (MAX_LENGTH + 1))
    assert refusal.value.code == "text_too_long"


def test_plain():
    assert plain("<h2>এক</h2><p>দুই &amp; তিন</p><ul><li>a</li><li>b</li></ul>") == "এক দুই & তিন a b"
    assert plain("<p>one two three four</p>", 12) == "one two…"
    assert plain("<script>x</script><p>a<br>b</p>") == "a b"
    assert "script" not in TAGS
