"""A draw is never changed or removed: the triggers of the record, on one more table."""

from django.db import migrations

from motcua.datastore.fresh import BeyondModels

TABLE = "inspections_draw"
REFUSAL = "lần rút ngẫu nhiên chỉ được ghi thêm"


def forbid(apps, editor):
    for verb in ("UPDATE", "DELETE"):
        name = f"{TABLE}_no_{verb.lower()}"
        if editor.connection.vendor == "postgresql":
            # The function was made with the record's own triggers (audit 0002).
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION motcua_append_only()"
            )
        else:
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def allow(apps, editor):
    on = f" ON {TABLE}" if editor.connection.vendor == "postgresql" else ""
    for verb in ("update", "delete"):
        editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}{on}")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0002_inspections"), ("audit", "0002_append_only")]
    operations = [BeyondModels(forbid, allow)]
