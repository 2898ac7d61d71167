import dhara.kit.tables
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Nobody works at two things at once; and once a week is closed its time is evidence. A unit that is being closed is
# locked until then, so that nothing slips in between.
FORWARD = """
ALTER TABLE work_timeentry ADD CONSTRAINT timeentry_once
  EXCLUDE USING gist (int8range(author_id, author_id, '[]') WITH &&, tstzrange(begins_at, ends_at) WITH &&);
CREATE FUNCTION work_timeentry_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT status FROM work_unit WHERE id = COALESCE(NEW.unit_id, OLD.unit_id)) <> 'active' THEN
    RAISE EXCEPTION 'the week of this time is not open' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER work_timeentry_open_week BEFORE INSERT OR UPDATE OR DELETE ON work_timeentry
  FOR EACH ROW EXECUTE FUNCTION work_timeentry_change();
CREATE TRIGGER work_timeentry_no_truncate BEFORE TRUNCATE ON work_timeentry EXECUTE FUNCTION dhara_refuse_change();
"""
BACKWARD = """
DROP TRIGGER work_timeentry_no_truncate ON work_timeentry;
DROP TRIGGER work_timeentry_open_week ON work_timeentry;
DROP FUNCTION work_timeentry_change();
ALTER TABLE work_timeentry DROP CONSTRAINT timeentry_once;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        dhara.kit.tables.Tables([
            migrations.CreateModel(
                name='TimeEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('begins_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('text', models.CharField(max_length=300)),
                    ('created_at', models.DateTimeField()),
                    ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='work.unit')),
                ],
                options={
                    'verbose_name': 'entry of time',
                    'verbose_name_plural': 'entries of time',
                    'db_table': 'work_timeentry',
                    'indexes': [models.Index(fields=['unit', 'begins_at'], name='timeentry_of_unit')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='timeentry_sane')],
                },
            ),
        ]),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
