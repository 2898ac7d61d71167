from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkout", "0008_gifts")]

    operations = [
        migrations.AddField(
            model_name="orderline",
            name="preorder",
            field=models.CharField(blank=True, db_default="", default="", max_length=5),
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(
                condition=models.Q(("preorder", "waits")), fields=["offer", "id"], name="line_preorders"
            ),
        ),
    ]
