from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0001_squashed"),
    ]

    operations = [
        migrations.AddField(
            model_name="sentrequest",
            name="made",
            field=models.BigIntegerField(null=True),
        ),
    ]
