import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0001_initial"),
        ('catalog', '0004_persuasion'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Licence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(max_length=24)),
                ('status_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('number', models.PositiveSmallIntegerField()),
                ('key', models.CharField(blank=True, max_length=100, verbose_name='licence key')),
                ('folded', models.CharField(max_length=100, null=True)),
                ('seats', models.PositiveIntegerField(null=True)),
                ('days', models.PositiveIntegerField(null=True)),
                ('starts', models.CharField(choices=[('purchase', 'from the purchase'), ('activation', 'from the first activation')], max_length=10)),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('started_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(null=True, verbose_name='good until')),
                ('grant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='delivery.grant')),
                ('offer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='catalog.offer')),
                ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='people.studio')),
                ('tier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='catalog.tier')),
            ],
            options={
                'verbose_name': 'licence',
                'verbose_name_plural': 'licences',
                'db_table': 'delivery_licence',
            },
        ),
        migrations.CreateModel(
            name='FormerKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folded', models.CharField(max_length=100)),
                ('exchanged_at', models.DateTimeField()),
                ('offer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.offer')),
                ('licence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_keys', to='delivery.licence')),
            ],
            options={
                'db_table': 'delivery_formerkey',
            },
        ),
        migrations.CreateModel(
            name='Activation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instance', models.CharField(max_length=120)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('activated_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('licence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activations', to='delivery.licence')),
            ],
            options={
                'db_table': 'delivery_activation',
            },
        ),
        migrations.CreateModel(
            name='LicenceTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('pattern', 'Made by Dhara'), ('list', 'From my own list')], default='pattern', max_length=8)),
                ('pattern', models.CharField(default='XXXXX-XXXXX-XXXXX', max_length=100, verbose_name='pattern')),
                ('seats', models.PositiveIntegerField(null=True)),
                ('tier_seats', models.JSONField(default=dict)),
                ('days', models.PositiveIntegerField(null=True)),
                ('starts', models.CharField(choices=[('purchase', 'from the purchase'), ('activation', 'from the first activation')], default='purchase', max_length=10)),
                ('changed_at', models.DateTimeField()),
                ('offer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='licence_terms', to='catalog.offer')),
            ],
            options={
                'db_table': 'delivery_licenceterms',
            },
        ),
        migrations.CreateModel(
            name='PoolKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100)),
                ('folded', models.CharField(max_length=100)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('licence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='delivery.licence')),
                ('offer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pool_keys', to='catalog.offer')),
                ('tier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pool_keys', to='catalog.tier')),
            ],
            options={
                'db_table': 'delivery_poolkey',
            },
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(fields=['studio', '-id'], name='licence_studio'),
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(fields=['folded'], name='licence_folded'),
        ),
        migrations.AddIndex(
            model_name='licence',
            index=models.Index(condition=models.Q(('folded__isnull', True)), fields=['tier', 'id'], name='licence_waiting'),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.UniqueConstraint(fields=('offer', 'folded'), name='licence_key_once'),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.UniqueConstraint(fields=('grant', 'number'), name='licence_copy_once'),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('folded__isnull', True), ('key', '')), ('folded__isnull', False), _connector='OR'), name='licence_key'),
        ),
        migrations.AddConstraint(
            model_name='formerkey',
            constraint=models.UniqueConstraint(fields=('offer', 'folded'), name='former_key_once'),
        ),
        migrations.AddConstraint(
            model_name='activation',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('licence', 'instance'), name='activation_once'),
        ),
        migrations.AddIndex(
            model_name='poolkey',
            index=models.Index(condition=models.Q(('licence__isnull', True), ('removed_at__isnull', True)), fields=['tier', 'id'], name='pool_free'),
        ),
        migrations.AddConstraint(
            model_name='poolkey',
            constraint=models.UniqueConstraint(fields=('offer', 'folded'), name='pool_key_once'),
        ),
    ]
