"""A reception keeps fewer indexes: not those that others begin with, nor those nobody looks along; names by agency.

The one of delegates, whose column the step before added, is made here too.

Safe beside desks that work: on PostgreSQL nobody waits for it, on SQLite no table is copied. May be run again.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import motcua.datastore.fields
from motcua.datastore import indexes
from motcua.datastore.fresh import BeyondModels
from motcua.dossiers import names

_DOSSIERS = "dossiers_dossier"
_OF_DOSSIERS = ("dossiers_event", "dossiers_steprun", "dossiers_dossierpaper", "dossiers_dossierfee")
_BY_HOLDER = models.Index(
    fields=["holder", "due_date"], name="dossiers_by_holder", condition=models.Q(holder__isnull=False)
)
_BY_DELEGATE = models.Index(
    fields=["delegate_blind"], name="dossiers_by_delegate", condition=models.Q(delegate_blind__isnull=False)
)


def _by_delegate(apps: Any, editor: Any) -> None:
    indexes.make(editor, apps.get_model("dossiers", "Dossier"), _BY_DELEGATE)


def _by_holder(apps: Any, editor: Any) -> None:
    indexes.make(editor, apps.get_model("dossiers", "Dossier"), _BY_HOLDER)
    indexes.drop(editor, "dossiers_open_by_holder")


def _without(table: str, *columns: str) -> migrations.RunPython:
    return migrations.RunPython(indexes.without_field_indexes(table, *columns), migrations.RunPython.noop)


def _of_dossier(model: str, on_delete: Any) -> migrations.AlterField:
    field = models.ForeignKey("dossiers.dossier", on_delete, related_name="+", db_index=False)
    return migrations.AlterField(model, "dossier", field)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("dossiers", "0022_found_by_delegate")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunPython(_by_delegate, migrations.RunPython.noop),
                migrations.RunPython(_by_holder, migrations.RunPython.noop),
                _without(
                    _DOSSIERS,
                    "version_id",
                    "agency_id",
                    "desk_id",
                    "person_id",
                    "holder_id",
                    "identity_blind",
                ),
                *(_without(table, "dossier_id") for table in _OF_DOSSIERS),
            ],
            state_operations=[
                migrations.AddIndex("dossier", _BY_DELEGATE),
                migrations.RemoveIndex("dossier", "dossiers_open_by_holder"),
                migrations.AddIndex("dossier", _BY_HOLDER),
                migrations.AlterField(
                    "dossier",
                    "version",
                    models.ForeignKey(
                        "catalogue.procedureversion",
                        django.db.models.deletion.PROTECT,
                        related_name="+",
                        db_index=False,
                    ),
                ),
                migrations.AlterField(
                    "dossier",
                    "agency",
                    models.ForeignKey(
                        "organisation.agency",
                        django.db.models.deletion.PROTECT,
                        related_name="+",
                        db_index=False,
                        verbose_name="cơ quan giải quyết",
                    ),
                ),
                migrations.AlterField(
                    "dossier",
                    "desk",
                    models.ForeignKey(
                        "organisation.agency",
                        django.db.models.deletion.PROTECT,
                        related_name="+",
                        db_index=False,
                        verbose_name="nơi tiếp nhận",
                    ),
                ),
                migrations.AlterField(
                    "dossier",
                    "person",
                    models.ForeignKey(
                        "accounts.person",
                        django.db.models.deletion.PROTECT,
                        null=True,
                        related_name="+",
                        db_index=False,
                    ),
                ),
                migrations.AlterField(
                    "dossier",
                    "holder",
                    models.ForeignKey(
                        "organisation.staff",
                        django.db.models.deletion.PROTECT,
                        null=True,
                        related_name="+",
                        db_index=False,
                        verbose_name="người đang xử lý",
                    ),
                ),
                migrations.AlterField(
                    "dossier",
                    "identity_blind",
                    motcua.datastore.fields.BlindIndexField(
                        default="", editable=False, max_length=64, source="applicant_identity"
                    ),
                ),
                _of_dossier("event", django.db.models.deletion.PROTECT),
                _of_dossier("steprun", django.db.models.deletion.CASCADE),
                _of_dossier("dossierpaper", django.db.models.deletion.CASCADE),
                _of_dossier("dossierfee", django.db.models.deletion.CASCADE),
            ],
        ),
        BeyondModels(
            indexes.without_pattern_indexes(_DOSSIERS, "code", "tracking"), migrations.RunPython.noop
        ),
        migrations.RunPython(names.with_agencies, migrations.RunPython.noop),
    ]
