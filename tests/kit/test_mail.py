"""Letters are written once, in the reader's language, and can not be abused."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from dhara.kit.actor import SYSTEM
from dhara.kit.mail import actions, queries
from dhara.kit.mail.models import Letter
from dhara.kit.mail.rules import clean_header
from tests.kit.letters import HELLO, all_jobs, jobs, write

pytestmark = pytest.mark.usefixtures("templates", "a_server")


@pytest.mark.django_db
def test_a_letter_is_written_and_queued(now):
    letter = write(now, to_name="রহিম", by=SYSTEM.because(12), account_ref=5, studio_ref=6)
    letter.refresh_from_db()
    assert letter.subject == "স্বাগতম নাদিয়া <b>"
    assert letter.text.startswith("স্বাগতম নাদিয়া <b> & friends,\n\nhttps://dhara.example/x?a=1&b=2\n\n--\nধারা\n")
    assert "নাদিয়া &lt;b&gt; &amp; friends" in letter.html
    assert 'lang="bn"' in letter.html
    assert "a=1&amp;b=2" in letter.html
    assert (letter.state, letter.fact_ref, letter.account_ref, letter.studio_ref) == ("queued", 12, 5, 6)
    assert jobs() == [("kit.mail.tasks.send", "mail", letter.pk, None)]


@pytest.mark.django_db
def test_the_same_key_writes_once(now):
    assert write(now) is not None
    assert write(now) is None
    assert Letter.objects.count() == len(jobs()) == 1


@pytest.mark.django_db
def test_an_undone_transaction_writes_nothing(now):
    before = all_jobs()
    with transaction.atomic():
        write(now)
        assert all_jobs() == before + 1
        transaction.set_rollback(True)
    assert not Letter.objects.exists()
    assert all_jobs() == before


@pytest.mark.django_db
def test_without_a_server_letters_stay_in_the_outbox(now, settings):
    settings.EMAIL_URL = ""
    letter = write(now)
    assert actions.send_letter(letter.pk, at=now) == "sent"
    letter.refresh_from_db()
    assert (letter.state, letter.provider_id, letter.sent_at) == ("sent", "outbox", now)


@pytest.mark.django_db(transaction=True)
def test_ten_writers_write_once(now):
    gate, written = threading.Barrier(10), []

    def work():
        gate.wait()
        with transaction.atomic():
            written.append(write(now))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(10)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len([letter for letter in written if letter]) == Letter.objects.count() == len(jobs()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@b@c.example",
        "a b@c.example",
        "x@exa mple.com",
        "a\nBcc: b@c.example",
        "@x.example",
        "a..b@x.example",
        "x@" + "a" * 300,
    ],
)
def test_impossible_addresses_are_suppressed(now, to):
    letter = write(now, to=to)
    assert letter.state == "suppressed"
    assert not jobs()
    assert actions.send_letter(letter.pk, at=now) == "suppressed"


@given(st.text())
def test_header_values_are_one_line(text):
    assert len(clean_header(text).splitlines()) <= 1


@pytest.mark.django_db
def test_a_template_without_subject_is_a_mistake(now):
    with pytest.raises(ValueError, match="subject"):
        write(now, template="letters/bad")


@pytest.mark.django_db
def test_outbox(now):
    first, second = write(now, key="a"), write(now, key="b", to="karim@example.com", name="receipt")
    assert list(queries.outbox()) == [second, first]
    assert list(queries.outbox(search="karim")) == [second]
    assert list(queries.outbox(name="hello", state="queued")) == [first]
    assert actions.suppress(first.pk, reason="asked not to")
    assert not actions.suppress(first.pk, reason="again")
    assert queries.counts() == {"queued": 1, "suppressed": 1}


@contextmanager
def stopwatch(took):
    start = time.perf_counter()
    yield
    took.append(time.perf_counter() - start)


@pytest.mark.django_db
def test_rendering_is_fast():
    from dhara.kit.mail.letters import render

    took = []
    render("letters/hello", {**HELLO, "language": "bn"})
    for _ in range(20):
        with stopwatch(took):
            render("letters/hello", {**HELLO, "language": "bn"})
    assert sorted(took)[10] < 0.002, "seconds, median"
