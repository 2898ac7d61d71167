import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_persuasion")]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("status", models.CharField(max_length=24)),
                ("status_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("promised_at", models.DateTimeField(verbose_name="promised for")),
                ("first_promised_at", models.DateTimeField(verbose_name="first promised for")),
                ("released_at", models.DateTimeField(null=True, verbose_name="came out")),
            ],
            options={
                "verbose_name": "release",
                "verbose_name_plural": "releases",
                "db_table": "catalog_release",
            },
        ),
        migrations.AddField(
            model_name="offer",
            name="releases_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="comes out on"),
        ),
        migrations.AddField(
            model_name="price",
            name="launch",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="launch price"),
        ),
        migrations.AddField(
            model_name="tier",
            name="launch_copies",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="copies at the launch price"),
        ),
        migrations.AddField(
            model_name="tier",
            name="launch_last_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="tier",
            name="launch_taken",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="tier",
            name="launch_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="launch price until"),
        ),
        migrations.AddConstraint(
            model_name="price",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("launch__isnull", True),
                    models.Q(("launch__gte", 0), ("launch__lt", models.F("amount"))),
                    _connector="OR",
                ),
                name="price_launch_lower",
            ),
        ),
        migrations.AddConstraint(
            model_name="tier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("launch_copies__isnull", True), ("launch_copies__gte", models.F("launch_taken")), _connector="OR"
                ),
                name="tier_launch_never_oversold",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="offer",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="release", to="catalog.offer"
            ),
        ),
    ]
