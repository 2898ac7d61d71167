from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("money", "0004_tax")]
    operations: list[migrations.operations.base.Operation] = []
