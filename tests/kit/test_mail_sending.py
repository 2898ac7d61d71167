"""Letters are sent once, over a server that behaves well or badly."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

from dhara.kit.mail import actions, transport
from dhara.kit.mail.models import Letter
from dhara.kit.mail.rules import clean_address, clean_headers, pause_after
from tests.kit.letters import HELLO, jobs, write

pytestmark = pytest.mark.usefixtures("templates", "a_server")


@pytest.mark.django_db
def test_accepted(now, sink):
    letter = write(now, to_name='রহিম, "উদ্দিন"', headers={"List-Unsubscribe": "<https://dhara.example/u>"})
    assert actions.send_letter(letter.pk, at=now) == "sent"
    assert actions.send_letter(letter.pk, at=now) == "sent"
    [mail] = sink.letters
    assert sink.recipients == ["rahim@example.com"]
    assert mail["Subject"] == letter.subject
    assert mail["Message-ID"] == letter.message_id
    assert mail["To"].addresses[0].display_name == 'রহিম, "উদ্দিন"'
    assert mail["List-Unsubscribe"] == "<https://dhara.example/u>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == letter.text
    assert mail.get_body(("html",)).get_content().replace("\r\n", "\n") == letter.html
    letter.refresh_from_db()
    assert letter.provider_id == "2.0.0 Ok: queued as S1"
    assert letter.attempts == 1


@pytest.mark.django_db
def test_one_connection_for_many_letters(now, sink):
    for number in range(5):
        actions.send_letter(write(now, key=f"k{number}").pk, at=now)
    assert len(sink.letters) == 5
    assert sink.sessions == 1


@pytest.mark.django_db
def test_a_connection_that_died_is_replaced(now, sink):
    actions.send_letter(write(now, key="a").pk, at=now)
    transport._idle[0][0].sock.shutdown(2)
    assert actions.send_letter(write(now, key="b").pk, at=now) == "sent"
    assert sink.sessions == 2


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["defer", "hang", "drop", "busy"])
def test_temporary_failures_are_tried_again(now, sink, mode):
    sink.mode = mode
    letter = write(now)
    started = time.monotonic()
    assert actions.send_letter(letter.pk, at=now) == "queued"
    assert time.monotonic() - started < 5
    letter.refresh_from_db()
    assert letter.last_error
    assert letter.due_at == now + timedelta(seconds=10)
    assert jobs()[-1] == ("kit.mail.tasks.send", "mail", letter.pk, now + timedelta(seconds=10))
    assert actions.send_letter(letter.pk, at=now) == "queued", "not before its time"
    sink.mode = "accept"
    assert actions.send_letter(letter.pk, at=letter.due_at) == "sent"
    assert [mail["Message-ID"] for mail in sink.letters] == [letter.message_id]


@pytest.mark.django_db
def test_an_answer_that_was_lost_sends_the_same_message_again(now, sink):
    sink.mode = "swallow"
    letter = write(now)
    assert actions.send_letter(letter.pk, at=now) == "queued"
    sink.mode = "accept"
    assert actions.send_letter(letter.pk, at=now + timedelta(minutes=2)) == "sent"
    first, second = sink.letters
    assert first.as_bytes() == second.as_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "code"), [("reject", "550"), ("refuse", "554")])
def test_permanent_failures(now, sink, mode, code):
    sink.mode = mode
    letter = write(now)
    assert actions.send_letter(letter.pk, at=now) == "failed"
    letter.refresh_from_db()
    assert code in letter.last_error
    assert actions.send_letter(letter.pk, at=now + timedelta(days=1)) == "failed"
    assert actions.send_again(letter.pk, at=now)
    assert not actions.send_again(letter.pk, at=now)
    sink.mode = "accept"
    assert actions.send_letter(letter.pk, at=now) == "sent"


@pytest.mark.django_db
def test_no_server_at_all_gives_up_after_a_day_or_two(now, settings):
    settings.EMAIL_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp://x", "127.0.0.1", 9
    letter, at, states = write(now), now, []
    while (state := actions.send_letter(letter.pk, at=at)) == "queued":
        states.append(state)
        letter.refresh_from_db()
        at = letter.due_at
    assert state == "failed"
    assert len(states) == 7
    assert timedelta(days=1) < at - now < timedelta(days=3)
    assert pause_after(8) is None


@pytest.mark.django_db
def test_a_dead_workers_claim_is_taken_over(now, sink):
    letter = write(now)
    assert actions._claim(letter.pk, now)
    assert actions.send_letter(letter.pk, at=now + timedelta(minutes=4)) == "sending"
    assert actions.sweep(at=now + timedelta(minutes=4)) == 0
    assert actions.sweep(at=now + timedelta(minutes=5)) == 1
    assert actions.send_letter(letter.pk, at=now + timedelta(minutes=5)) == "sent"
    assert len(sink.letters) == 1


@pytest.mark.django_db
def test_a_late_worker_does_not_overwrite_its_successor(now):
    letter = write(now)
    slow = actions._claim(letter.pk, now)
    fast = actions._claim(letter.pk, now + timedelta(minutes=6))
    assert actions._become(fast, "sent") == "sent"
    assert actions._become(slow, "failed") == "sending"
    assert Letter.objects.get().state == "sent"


@pytest.mark.django_db
def test_a_lost_job_is_found(now):
    write(now)
    assert actions.sweep(at=now + timedelta(minutes=9)) == 0
    assert actions.sweep(at=now + timedelta(minutes=10)) == 1


@pytest.mark.django_db(transaction=True)
def test_ten_workers_send_once(now, sink):
    letter = write(now)
    gate, answers = threading.Barrier(10), []

    def work():
        gate.wait()
        answers.append(actions.send_letter(letter.pk, at=now))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(10)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(sink.letters) == 1
    assert "sent" in answers
    assert set(answers) <= {"sent", "sending"}


@pytest.mark.django_db
def test_addresses_in_other_scripts(now, sink):
    assert clean_address(" Rahim@EXAMPLE.com ") == "Rahim@example.com"
    assert clean_address("info@ধারা.example").startswith("info@xn--")
    assert actions.send_letter(write(now, to="রহিম@example.com").pk, at=now) == "sent"
    assert sink.recipients == ["রহিম@example.com"]


@pytest.mark.django_db
def test_no_header_can_be_injected(now, sink):
    evil = "x\r\nBcc: all@example.com\r\n\r\nhello"
    letter = write(now, to_name=evil, headers={"X-Note": evil}, context={**HELLO, "person": evil})
    assert actions.send_letter(letter.pk, at=now) == "sent"
    [mail] = sink.letters
    assert mail["Bcc"] is None
    assert sink.recipients == ["rahim@example.com"]
    for name in ("Bcc", "from", "X:Y", "", "X\nY"):
        with pytest.raises(ValueError, match="header"):
            clean_headers({name: "x"})


@pytest.mark.django_db
def test_the_worker_sends_what_was_posted(now, sink):
    from dhara.kit.queue import drain

    letter = write(now)
    sink.mode = "defer"
    assert drain(at=now) == 1
    sink.mode = "accept"
    assert drain(at=now + timedelta(seconds=10)) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("sent", 2)
    assert letter.sent_at == now + timedelta(seconds=10)
