"""Write a letter; see the jobs for it."""

from django.db import connection

from dhara.kit.mail.letters import post

HELLO = {"person": "নাদিয়া <b>", "greeting": "স্বাগতম", "link": "https://dhara.example/x?a=1&b=2"}


def write(at, key="hello:1", to="rahim@example.com", **options):
    options = {"name": "hello", "language": "bn", "template": "letters/hello", "context": HELLO, **options}
    return post(key=key, to=to, at=at, **options)


def jobs():
    """Name, queue, letter and due time of the jobs for the letters that exist."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT task_name, queue_name, (args->>'letter_id')::bigint, scheduled_at FROM procrastinate_jobs
               WHERE (args->>'letter_id')::bigint IN (SELECT id FROM kit_letter) ORDER BY id"""
        )
        return cursor.fetchall()


def all_jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return cursor.fetchone()[0]
