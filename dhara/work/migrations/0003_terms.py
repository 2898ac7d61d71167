from django.db import migrations, models


# What was asked for stays as it was written; once it is answered nothing of it changes.
FORWARD = """
CREATE FUNCTION work_change_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'open'
    AND to_jsonb(NEW) - 'status' - 'status_at' - 'version' - 'answer'
      = to_jsonb(OLD) - 'status' - 'status_at' - 'version' - 'answer' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER work_change_append_only BEFORE UPDATE OR DELETE ON work_change
  FOR EACH ROW EXECUTE FUNCTION work_change_change();
CREATE TRIGGER work_change_no_truncate BEFORE TRUNCATE ON work_change EXECUTE FUNCTION dhara_refuse_change();
"""
BACKWARD = """
DROP TRIGGER work_change_no_truncate ON work_change;
DROP TRIGGER work_change_append_only ON work_change;
DROP FUNCTION work_change_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0002_time_entries'),
    ]

    operations = [
        migrations.AddField(
            model_name='change',
            name='terms',
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='change',
            name='sort',
            field=models.CharField(choices=[('cancel', 'end it'), ('extend', 'more time'), ('terms', 'other terms')], max_length=10),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
