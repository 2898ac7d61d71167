from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout", "0003_coupons")]
    operations: list[migrations.operations.base.Operation] = []
