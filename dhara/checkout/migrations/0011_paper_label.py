from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkout", "0010_abandoned")]

    operations = [
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["label"], name="paper_label"),
        ),
    ]
