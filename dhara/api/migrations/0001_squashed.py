import dhara.kit.tables
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('api', '0001_initial'), ('api', '0002_webhooks')]

    initial = True

    dependencies = [
        ('checkout', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = [
        dhara.kit.tables.Tables(
            tables=[
                migrations.CreateModel(
                    name='Endpoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('url', models.CharField(max_length=500, verbose_name='address')),
                        ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                        ('events', models.JSONField(default=list, verbose_name='events')),
                        ('secret', models.TextField()),
                        ('older_secret', models.TextField(blank=True)),
                        ('older_until', models.DateTimeField(null=True)),
                        ('active', models.BooleanField(default=True)),
                        ('off_reason', models.CharField(blank=True, max_length=20)),
                        ('off_at', models.DateTimeField(null=True)),
                        ('given_up', models.PositiveIntegerField(default=0)),
                        ('failing_since', models.DateTimeField(null=True)),
                        ('leased_until', models.DateTimeField(null=True)),
                        ('created_at', models.DateTimeField()),
                        ('removed_at', models.DateTimeField(null=True)),
                        ('studio', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='people.studio')),
                    ],
                    options={
                        'db_table': 'api_webhookendpoint',
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('msg_id', models.CharField(max_length=40, unique=True)),
                        ('event', models.CharField(max_length=40)),
                        ('fact_ref', models.BigIntegerField(null=True)),
                        ('body', models.TextField()),
                        ('state', models.CharField(choices=[('waiting', 'waiting'), ('delivered', 'delivered'), ('failed', 'given up')], default='waiting', max_length=10)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('next_at', models.DateTimeField(null=True)),
                        ('created_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('endpoint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='api.endpoint')),
                    ],
                    options={
                        'db_table': 'api_webhookmessage',
                        'indexes': [models.Index(fields=['endpoint', '-id'], name='webhook_log'), models.Index(condition=models.Q(('state', 'waiting')), fields=['endpoint', 'id'], name='webhook_waiting'), models.Index(condition=models.Q(('ended_at__isnull', False)), fields=['ended_at'], name='webhook_ended')],
                        'constraints': [models.UniqueConstraint(fields=('endpoint', 'fact_ref'), name='webhook_fact_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Attempt',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('status', models.PositiveSmallIntegerField(null=True)),
                        ('error', models.CharField(blank=True, max_length=40)),
                        ('body', models.TextField(blank=True)),
                        ('millis', models.PositiveIntegerField(default=0)),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='api.message')),
                    ],
                    options={
                        'db_table': 'api_webhookattempt',
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='SentRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=64, unique=True)),
                        ('body', models.CharField(max_length=64)),
                        ('created_at', models.DateTimeField()),
                        ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='checkout.order')),
                    ],
                    options={
                        'db_table': 'api_request',
                    },
                ),
                migrations.CreateModel(
                    name='ApiKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('prefix', models.CharField(max_length=10, unique=True)),
                        ('hash', models.CharField(max_length=64)),
                        ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None, verbose_name='what it may do')),
                        ('created_at', models.DateTimeField()),
                        ('last_used_at', models.DateTimeField(null=True)),
                        ('revoked_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_keys', to=settings.AUTH_USER_MODEL)),
                        ('studio', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='api_keys', to='people.studio')),
                    ],
                    options={
                        'verbose_name': 'API key',
                        'verbose_name_plural': 'API keys',
                        'db_table': 'api_key',
                        'indexes': [models.Index(fields=['account', '-id'], name='api_key_account')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('scopes__len__gt', 0)), name='api_key_may_something')],
                    },
                ),
            ],
        ),
    ]
