from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout", "0008_gifts")]

    operations: list[migrations.operations.base.Operation] = []
