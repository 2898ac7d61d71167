import dhara.kit.tables
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# What was said and shown in a case is evidence.
FORWARD = """
CREATE TRIGGER trust_statement_append_only BEFORE UPDATE OR DELETE ON trust_statement
  FOR EACH ROW EXECUTE FUNCTION dhara_refuse_change();
CREATE TRIGGER trust_statement_no_truncate BEFORE TRUNCATE ON trust_statement EXECUTE FUNCTION dhara_refuse_change();
CREATE TRIGGER trust_statementfile_append_only BEFORE UPDATE OR DELETE ON trust_statementfile
  FOR EACH ROW EXECUTE FUNCTION dhara_refuse_change();
CREATE TRIGGER trust_statementfile_no_truncate BEFORE TRUNCATE ON trust_statementfile
  EXECUTE FUNCTION dhara_refuse_change();
"""
BACKWARD = """
DROP TRIGGER trust_statementfile_no_truncate ON trust_statementfile;
DROP TRIGGER trust_statementfile_append_only ON trust_statementfile;
DROP TRIGGER trust_statement_no_truncate ON trust_statement;
DROP TRIGGER trust_statement_append_only ON trust_statement;
"""
# What is disputed already waits for the operator, as both sides were told.
DISPUTED = """
WITH asked AS (
  SELECT u.id AS unit_id, u.worker_id, u.status_at, u.amount - u.paid - u.returned AS amount, e.currency, d.role,
         d.author_id, d.text, t.source
    FROM work_unit u JOIN work_engagement e ON e.id = u.engagement_id
    JOIN LATERAL (SELECT * FROM work_decision WHERE unit_id = u.id AND verb = 'dispute' ORDER BY id DESC LIMIT 1) d
      ON true
    JOIN LATERAL (SELECT source FROM kit_transition WHERE thing_ref = u.id AND lifecycle = 'work: ' || u.mode
                     AND target = 'disputed' ORDER BY version DESC LIMIT 1) t ON true
   WHERE u.status = 'disputed'
), opened AS (
  INSERT INTO trust_case (status, status_at, version, unit_id, studio_id, role, author_id, came_from, amount, currency,
                          created_at)
  SELECT 'judge', status_at, 0, unit_id, worker_id, role, author_id, source, amount, currency, status_at FROM asked
  RETURNING id, unit_id
)
INSERT INTO trust_statement (case_id, sort, role, author_id, text, to_worker, at)
SELECT o.id, 'claim', a.role, a.author_id, a.text, CASE WHEN a.role = 'worker' THEN a.amount ELSE 0 END, a.status_at
  FROM opened o JOIN asked a ON a.unit_id = o.unit_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('kit', '0002_jobs_in_line'),
        ('people', '0005_work_notices'),
        ('trust', '0001_reviews'),
        ('work', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        dhara.kit.tables.Tables(tables=[
            migrations.CreateModel(
                name='Case',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', models.CharField(max_length=24)),
                    ('status_at', models.DateTimeField()),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('role', models.CharField(choices=[('buyer', 'the buyer'), ('worker', 'who does the work'), ('operator', 'the operator'), ('system', 'Dhara')], max_length=10)),
                    ('came_from', models.CharField(max_length=24)),
                    ('amount', models.BigIntegerField()),
                    ('currency', models.CharField(max_length=3)),
                    ('to_worker', models.BigIntegerField(null=True)),
                    ('created_at', models.DateTimeField()),
                    ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('ruled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('studio', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.studio')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='work.unit')),
                ],
                options={
                    'verbose_name': 'case',
                    'verbose_name_plural': 'cases',
                    'db_table': 'trust_case',
                    'indexes': [models.Index(fields=['status', 'status_at'], name='case_waiting')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('answer', 'talk', 'judge', 'ruled', 'appealed'))), fields=('unit',), name='case_one_open'), models.CheckConstraint(condition=models.Q(('amount__gte', 0), models.Q(('to_worker', None), models.Q(('to_worker__gte', 0), ('to_worker__lte', models.F('amount'))), _connector='OR')), name='case_within_amount')],
                },
            ),
            migrations.CreateModel(
                name='Proposal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', models.CharField(max_length=24)),
                    ('status_at', models.DateTimeField()),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('role', models.CharField(choices=[('buyer', 'the buyer'), ('worker', 'who does the work'), ('operator', 'the operator'), ('system', 'Dhara')], max_length=10)),
                    ('to_worker', models.BigIntegerField()),
                    ('text', models.TextField(blank=True)),
                    ('answer', models.TextField(blank=True)),
                    ('created_at', models.DateTimeField()),
                    ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='trust.case')),
                ],
                options={
                    'verbose_name': 'proposal to settle a case',
                    'verbose_name_plural': 'proposals to settle cases',
                    'db_table': 'trust_proposal',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('case', 'role'), name='proposal_one_open'), models.CheckConstraint(condition=models.Q(('to_worker__gte', 0)), name='proposal_sane')],
                },
            ),
            migrations.CreateModel(
                name='Statement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort', models.CharField(choices=[('claim', 'what one side wants'), ('evidence', 'evidence'), ('question', 'question of the operator'), ('ruling', 'ruling'), ('assent', 'agreement to the ruling'), ('appeal', 'appeal')], max_length=10)),
                    ('role', models.CharField(choices=[('buyer', 'the buyer'), ('worker', 'who does the work'), ('operator', 'the operator'), ('system', 'Dhara')], max_length=10)),
                    ('text', models.TextField(blank=True)),
                    ('to_worker', models.BigIntegerField(null=True)),
                    ('at', models.DateTimeField()),
                    ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='trust.case')),
                ],
                options={
                    'verbose_name': 'statement in a case',
                    'verbose_name_plural': 'statements in cases',
                    'db_table': 'trust_statement',
                    'indexes': [models.Index(fields=['case', 'id'], name='statement_of_case')],
                },
            ),
            migrations.CreateModel(
                name='StatementFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=255)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kit.storedfile')),
                    ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='trust.statement')),
                ],
                options={
                    'db_table': 'trust_statementfile',
                },
            ),
        ]),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(DISPUTED, migrations.RunSQL.noop),
    ]
