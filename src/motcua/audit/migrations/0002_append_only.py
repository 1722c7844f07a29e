"""Rows of the record cannot be changed or removed, whoever asks: a trigger on each database."""

from django.db import migrations

from motcua.datastore.fresh import BeyondModels

TABLES = ("audit_auditrow", "audit_seal")
REFUSAL = "nhật ký chỉ được ghi thêm"


def forbid(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION motcua_append_only() RETURNS trigger AS $body$ "
            f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END $body$ LANGUAGE plpgsql"
        )
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            if editor.connection.vendor == "postgresql":
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION motcua_append_only()"
                )
            else:
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )


def allow(apps, editor):
    for table in TABLES:
        for verb in ("update", "delete"):
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [BeyondModels(forbid, allow)]
