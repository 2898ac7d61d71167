import dhara.kit.tables
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_work_notices'),
    ]

    operations = [
        dhara.kit.tables.Tables([
            migrations.CreateModel(
                name='Mark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('device', 'the same device'), ('payout', 'the same payout account')], max_length=10)),
                    ('hash', models.CharField(max_length=64)),
                    ('first_seen', models.DateTimeField()),
                    ('last_seen', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'db_table': 'people_mark',
                    'indexes': [models.Index(fields=['last_seen'], name='mark_seen')],
                    'constraints': [models.UniqueConstraint(fields=('kind', 'hash', 'account'), name='mark_once')],
                },
            ),
            migrations.CreateModel(
                name='Tie',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(choices=[('device', 'the same device'), ('payout', 'the same payout account')], max_length=10, verbose_name='reason')),
                    ('since', models.DateTimeField(verbose_name='since')),
                    ('allowed_at', models.DateTimeField(null=True)),
                    ('why', models.TextField(blank=True, verbose_name='reason of the operator')),
                    ('allowed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('one', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='other person')),
                ],
                options={
                    'verbose_name': 'tie',
                    'verbose_name_plural': 'ties',
                    'db_table': 'people_tie',
                    'constraints': [models.UniqueConstraint(fields=('one', 'other', 'reason'), name='tie_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='tie_of_two'), models.CheckConstraint(condition=models.Q(('allowed_at', None), models.Q(('why', ''), _negated=True), _connector='OR'), name='tie_allowed_why')],
                },
            ),
        ]),
    ]
