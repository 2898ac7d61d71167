import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0001_initial"),
        ('people', '0001_initial'),
    ]

    operations = [
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
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['endpoint', '-id'], name='webhook_log'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['endpoint', 'id'], name='webhook_waiting'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('ended_at__isnull', False)), fields=['ended_at'], name='webhook_ended'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('endpoint', 'fact_ref'), name='webhook_fact_once'),
        ),
    ]
