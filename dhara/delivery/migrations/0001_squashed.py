import dhara.kit.tables
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('delivery', '0001_initial'), ('delivery', '0002_licences'), ('delivery', '0003_bundles')]

    initial = True

    dependencies = [
        ('catalog', '0001_squashed'),
        ('checkout', '0001_squashed'),
        ('kit', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = [
        dhara.kit.tables.Tables(
            tables=[
                migrations.CreateModel(
                    name='DownloadFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=180, verbose_name='title')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('retired', models.BooleanField(default=False)),
                        ('retired_at', models.DateTimeField(null=True)),
                        ('created_at', models.DateTimeField()),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='catalog.offer')),
                    ],
                    options={
                        'verbose_name': 'file',
                        'verbose_name_plural': 'files',
                        'db_table': 'delivery_downloadfile',
                        'ordering': ['position', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='FileVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('notes', models.TextField(blank=True, max_length=1000, verbose_name='what is new')),
                        ('released_at', models.DateTimeField()),
                        ('announced_at', models.DateTimeField(null=True)),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='delivery.downloadfile')),
                        ('stored', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.storedfile')),
                    ],
                    options={
                        'db_table': 'delivery_fileversion',
                        'ordering': ['-number'],
                        'constraints': [models.UniqueConstraint(fields=('file', 'number'), name='file_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Grant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('status', models.CharField(max_length=24)),
                        ('status_at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('email', models.EmailField(max_length=254)),
                        ('granted_at', models.DateTimeField()),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
                        ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='checkout.orderline')),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='catalog.offer')),
                        ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='checkout.order')),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='people.studio')),
                        ('tier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='catalog.tier')),
                    ],
                    options={
                        'verbose_name': 'grant',
                        'verbose_name_plural': 'grants',
                        'db_table': 'delivery_grant',
                        'indexes': [models.Index(fields=['account', '-id'], name='grant_account'), models.Index(fields=['email', '-id'], name='grant_email'), models.Index(condition=models.Q(('status', 'active')), fields=['offer', 'id'], name='grant_offer')],
                    },
                ),
                migrations.CreateModel(
                    name='Download',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('ip', models.GenericIPAddressField(null=True)),
                        ('agent', models.CharField(blank=True, max_length=200)),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='downloads', to='delivery.fileversion')),
                        ('grant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='downloads', to='delivery.grant')),
                    ],
                    options={
                        'verbose_name': 'download',
                        'verbose_name_plural': 'downloads',
                        'db_table': 'delivery_download',
                        'indexes': [models.Index(fields=['grant', 'version', '-at'], name='download_grant')],
                    },
                ),
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
                        'indexes': [models.Index(fields=['studio', '-id'], name='licence_studio'), models.Index(fields=['folded'], name='licence_folded'), models.Index(condition=models.Q(('folded__isnull', True)), fields=['tier', 'id'], name='licence_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('offer', 'folded'), name='licence_key_once'), models.UniqueConstraint(fields=('grant', 'number'), name='licence_copy_once'), models.CheckConstraint(condition=models.Q(models.Q(('folded__isnull', True), ('key', '')), ('folded__isnull', False), _connector='OR'), name='licence_key')],
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
                        'constraints': [models.UniqueConstraint(fields=('offer', 'folded'), name='former_key_once')],
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
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('licence', 'instance'), name='activation_once')],
                    },
                ),
                migrations.CreateModel(
                    name='LicenceTerms',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(choices=[('pattern', 'Made by Dhara'), ('list', 'From my own list')], default='pattern', max_length=8)),
                        # How keys look: each X becomes a random letter or digit (delivery.licences.rules).
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
                        'indexes': [models.Index(condition=models.Q(('licence__isnull', True), ('removed_at__isnull', True)), fields=['tier', 'id'], name='pool_free')],
                        'constraints': [models.UniqueConstraint(fields=('offer', 'folded'), name='pool_key_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TierFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tier_files', to='delivery.downloadfile')),
                        ('tier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tier_files', to='catalog.tier')),
                    ],
                    options={
                        'db_table': 'delivery_tierfile',
                        'constraints': [models.UniqueConstraint(fields=('tier', 'file'), name='tier_file_once')],
                    },
                ),
            ],
        ),
    ]
