from django.db import migrations, models


# What falls out of other terms while they wait is added to them, and nothing else changes.
KEPT = """
CREATE OR REPLACE FUNCTION work_change_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'open'%(grows)s
    AND to_jsonb(NEW) - 'status' - 'status_at' - 'version' - 'answer'%(less)s
      = to_jsonb(OLD) - 'status' - 'status_at' - 'version' - 'answer'%(less)s THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
FORWARD = KEPT % {"grows": " AND NEW.fallen @> OLD.fallen", "less": " - 'fallen'"}
BACKWARD = KEPT % {"grows": "", "less": ""}


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0004_offers_in_conversations'),
    ]

    operations = [
        migrations.AddField(
            model_name='change',
            name='fallen',
            field=models.JSONField(default=list),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
