from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_licences")]
    operations: list[migrations.operations.base.Operation] = []
