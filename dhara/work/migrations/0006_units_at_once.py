"""A unit names its engagement without locking it: see decision 0035."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION work_unit_engaged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM work_engagement WHERE id = NEW.engagement_id) THEN
    RAISE EXCEPTION 'there is no engagement %', NEW.engagement_id USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER work_unit_engaged BEFORE INSERT OR UPDATE OF engagement_id ON work_unit
  FOR EACH ROW EXECUTE FUNCTION work_unit_engaged();
CREATE TRIGGER work_engagement_stays BEFORE DELETE OR UPDATE OF id ON work_engagement
  FOR EACH ROW EXECUTE FUNCTION dhara_refuse_change();
CREATE TRIGGER work_engagement_no_truncate BEFORE TRUNCATE ON work_engagement EXECUTE FUNCTION dhara_refuse_change();
"""
BACKWARD = """
DROP TRIGGER work_engagement_no_truncate ON work_engagement;
DROP TRIGGER work_engagement_stays ON work_engagement;
DROP TRIGGER work_unit_engaged ON work_unit;
DROP FUNCTION work_unit_engaged();
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0005_fallen")]

    operations = [
        migrations.AlterField(
            "unit",
            "engagement",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="units",
                to="work.engagement",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
