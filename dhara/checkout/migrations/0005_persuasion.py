from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout", "0004_refunds")]
    operations: list[migrations.operations.base.Operation] = []
