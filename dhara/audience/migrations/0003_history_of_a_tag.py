"""Who put a tag on and took it off is read by pages: an index in their order, of these events alone."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audience", "0002_intake_of_found")]

    operations = [
        migrations.AddIndex(
            model_name="contactevent",
            index=models.Index(
                condition=models.Q(("kind__in", ("tagged", "untagged"))),
                fields=["studio", "subject", "-id"],
                name="event_of_tag",
            ),
        ),
    ]
