from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout", "0010_abandoned")]

    operations: list[migrations.operations.base.Operation] = []
