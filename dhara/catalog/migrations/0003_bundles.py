import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_collaborators"),
    ]

    operations = [
        migrations.CreateModel(
            name='BundlePart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='catalog.offer')),
                ('tier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='part_of', to='catalog.tier')),
            ],
            options={
                'db_table': 'catalog_bundlepart',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('bundle', 'tier'), name='bundle_part_once')],
            },
        ),
    ]
