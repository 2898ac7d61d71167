"""Where the next job is found: without these, all that is planned for later is walked over each time."""

from django.db import migrations

from dhara.kit.queue import WAITING

# The state is written out, as PostgreSQL uses an index with a condition only where a statement says the very same.
FORWARD = f"""
CREATE INDEX kit_jobs_now ON procrastinate_jobs (id) WHERE status = '{WAITING}' AND scheduled_at IS NULL;
CREATE INDEX kit_jobs_later ON procrastinate_jobs (scheduled_at, id)
  WHERE status = '{WAITING}' AND scheduled_at IS NOT NULL;
"""
BACKWARD = """
DROP INDEX kit_jobs_now;
DROP INDEX kit_jobs_later;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kit", "0001_squashed"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
