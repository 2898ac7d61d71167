from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("money", "0006_disputes")]

    operations: list[migrations.operations.base.Operation] = []
