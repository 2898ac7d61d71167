"""Not only segments come into a sequence: whom a search finds, and the whole audience, too."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audience", "0001_initial")]

    operations = [
        migrations.AlterModelOptions(
            name="intake",
            options={"verbose_name": "intake of many contacts", "verbose_name_plural": "intakes of many contacts"},
        ),
        migrations.AddField(model_name="intake", name="filters", field=models.JSONField(null=True)),
    ]
