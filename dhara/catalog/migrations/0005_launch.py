from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_persuasion")]

    operations = [
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
    ]
