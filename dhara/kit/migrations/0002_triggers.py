from django.db import migrations

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
    dependencies = [("kit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
