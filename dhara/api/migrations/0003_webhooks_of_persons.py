import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0002_sentrequest_made"),
        ("people", "0005_work_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="endpoint",
            name="account",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="webhooks",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="endpoint",
            name="studio",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="webhooks", to="people.studio"
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("account", None), ("studio__isnull", False))
                | models.Q(("account__isnull", False), ("studio", None)),
                name="webhook_of_one",
            ),
        ),
    ]
