"""Whether a studio has said what it needs to know before it begins.

Terms that stand already count as said, so that what is for sale stays so.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_gigs")]

    operations = [
        migrations.AddField("gigterms", "settled", models.BooleanField(default=True)),
        migrations.AlterField("gigterms", "settled", models.BooleanField(default=False)),
    ]
