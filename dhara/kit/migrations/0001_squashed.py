import dhara.kit.tables
import django.db.models.deletion
import uuid
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION dhara_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Tests empty all tables between them; only a session that asks for it may, and only by TRUNCATE.
  IF TG_OP = 'TRUNCATE' AND current_setting('dhara.may_truncate', true) = 'yes' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER fact_append_only BEFORE UPDATE OR DELETE ON kit_fact
  FOR EACH ROW EXECUTE FUNCTION dhara_refuse_change();
CREATE TRIGGER fact_no_truncate BEFORE TRUNCATE ON kit_fact EXECUTE FUNCTION dhara_refuse_change();
CREATE TRIGGER transition_append_only BEFORE UPDATE OR DELETE ON kit_transition
  FOR EACH ROW EXECUTE FUNCTION dhara_refuse_change();
CREATE TRIGGER transition_no_truncate BEFORE TRUNCATE ON kit_transition EXECUTE FUNCTION dhara_refuse_change();
"""
BACKWARD = """
DROP TRIGGER transition_no_truncate ON kit_transition;
DROP TRIGGER transition_append_only ON kit_transition;
DROP TRIGGER fact_no_truncate ON kit_fact;
DROP TRIGGER fact_append_only ON kit_fact;
DROP FUNCTION dhara_refuse_change();
"""


class Migration(migrations.Migration):

    replaces = [('kit', '0001_initial'), ('kit', '0002_triggers')]

    initial = True

    dependencies = [
    ]

    operations = [
        dhara.kit.tables.Tables(
            tables=[
                migrations.CreateModel(
                    name='Letter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=200, unique=True)),
                        ('name', models.CharField(max_length=60)),
                        ('to_email', models.CharField(max_length=254)),
                        ('to_name', models.CharField(blank=True, max_length=120)),
                        ('language', models.CharField(max_length=5)),
                        ('subject', models.CharField(max_length=250)),
                        ('text', models.TextField()),
                        ('html', models.TextField()),
                        ('headers', models.JSONField(default=dict)),
                        ('message_id', models.CharField(max_length=120)),
                        ('state', models.CharField(choices=[('queued', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Failed'), ('suppressed', 'Not sent')], default='queued', max_length=10)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True)),
                        ('provider_id', models.CharField(blank=True, max_length=200)),
                        ('fact_ref', models.BigIntegerField(null=True)),
                        ('account_ref', models.BigIntegerField(null=True)),
                        ('studio_ref', models.BigIntegerField(null=True)),
                        ('created_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField()),
                        ('claimed_at', models.DateTimeField(null=True)),
                        ('sent_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'verbose_name': 'letter',
                        'verbose_name_plural': 'letters',
                        'db_table': 'kit_letter',
                        'indexes': [models.Index(fields=['to_email', '-id'], name='letter_to'), models.Index(condition=models.Q(('state__in', ['queued', 'sending'])), fields=['due_at'], name='letter_open')],
                    },
                ),
                migrations.CreateModel(
                    name='RecordedFact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80)),
                        ('data', models.JSONField()),
                        ('subject', models.CharField(blank=True, max_length=80)),
                        ('studio_ref', models.BigIntegerField(null=True)),
                        ('actor_kind', models.CharField(max_length=10)),
                        ('actor_ref', models.BigIntegerField(null=True)),
                        ('at', models.DateTimeField()),
                        ('chain', models.BigIntegerField(null=True)),
                        ('cause', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consequences', to='kit.recordedfact')),
                    ],
                    options={
                        'verbose_name': 'fact',
                        'verbose_name_plural': 'facts',
                        'db_table': 'kit_fact',
                        'indexes': [models.Index(fields=['subject', 'id'], name='fact_subject'), models.Index(condition=models.Q(('chain__isnull', False)), fields=['chain'], name='fact_chain'), models.Index(condition=models.Q(('studio_ref__isnull', False)), fields=['studio_ref', '-id'], name='fact_studio')],
                    },
                ),
                migrations.CreateModel(
                    name='Reaction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('effect', models.CharField(max_length=80)),
                        ('state', models.CharField(default='pending', max_length=8)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True)),
                        ('done_at', models.DateTimeField(null=True)),
                        ('fact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reactions', to='kit.recordedfact')),
                    ],
                    options={
                        'verbose_name': 'reaction',
                        'verbose_name_plural': 'reactions',
                        'db_table': 'kit_reaction',
                        'indexes': [models.Index(condition=models.Q(('state', 'done'), _negated=True), fields=['state', 'id'], name='reaction_open')],
                        'constraints': [models.UniqueConstraint(fields=('fact', 'effect'), name='reaction_once')],
                    },
                ),
                migrations.CreateModel(
                    name='StoredFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('studio_ref', models.BigIntegerField(null=True)),
                        ('owner_ref', models.BigIntegerField(null=True)),
                        ('name', models.CharField(max_length=180)),
                        ('size', models.BigIntegerField()),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('mime', models.CharField(blank=True, max_length=100)),
                        ('storage_key', models.CharField(blank=True, max_length=200)),
                        ('state', models.CharField(choices=[('uploading', 'Uploading'), ('ready', 'Ready'), ('deleted', 'Deleted')], default='uploading', max_length=9)),
                        ('created_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'file',
                        'verbose_name_plural': 'files',
                        'db_table': 'kit_storedfile',
                        'indexes': [models.Index(fields=['studio_ref', '-id'], name='storedfile_studio')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('size__gte', 0)), name='storedfile_size'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('sha256__regex', '^[0-9a-f]{64}$'), models.Q(('storage_key', ''), _negated=True), ('size__gt', 0)), _connector='OR'), name='storedfile_ready_is_whole'), models.UniqueConstraint(condition=models.Q(('storage_key', ''), _negated=True), fields=('storage_key',), name='storedfile_key')],
                    },
                ),
                migrations.CreateModel(
                    name='Picture',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('width', models.PositiveIntegerField()),
                        ('height', models.PositiveIntegerField()),
                        ('renditions', models.JSONField(default=list)),
                        ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='picture', to='kit.storedfile')),
                    ],
                    options={
                        'verbose_name': 'picture',
                        'verbose_name_plural': 'pictures',
                        'db_table': 'kit_picture',
                    },
                ),
                migrations.CreateModel(
                    name='Transition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('lifecycle', models.CharField(max_length=40)),
                        ('thing_ref', models.BigIntegerField()),
                        ('source', models.CharField(max_length=24)),
                        ('target', models.CharField(max_length=24)),
                        ('version', models.PositiveIntegerField()),
                        ('actor_kind', models.CharField(max_length=10)),
                        ('actor_ref', models.BigIntegerField(null=True)),
                        ('at', models.DateTimeField()),
                        ('reason', models.TextField(blank=True)),
                        ('fact_ref', models.BigIntegerField(null=True)),
                    ],
                    options={
                        'verbose_name': 'transition',
                        'verbose_name_plural': 'transitions',
                        'db_table': 'kit_transition',
                        'constraints': [models.UniqueConstraint(fields=('lifecycle', 'thing_ref', 'version'), name='transition_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Upload',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('offset', models.BigIntegerField(default=0)),
                        ('length', models.BigIntegerField()),
                        ('purpose', models.CharField(max_length=20)),
                        ('expires_at', models.DateTimeField()),
                        ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='upload', to='kit.storedfile')),
                    ],
                    options={
                        'verbose_name': 'upload',
                        'verbose_name_plural': 'uploads',
                        'db_table': 'kit_upload',
                        'indexes': [models.Index(fields=['expires_at'], name='upload_expiry')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('offset__gte', 0), ('offset__lte', models.F('length'))), name='upload_offset_within_length')],
                    },
                ),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
