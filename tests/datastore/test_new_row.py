"""Rows made without Django looking at each column are the rows Django makes."""

import pytest
from django.db import models

from motcua.audit.models import AuditRow, Delivery
from motcua.datastore.rows import new_row
from motcua.dossiers.models import Dossier, DossierPaper, Event
from motcua.storehouse.models import Paper


@pytest.mark.parametrize("model", [AuditRow, Delivery, Dossier, DossierPaper, Event, Paper])
def test_columns_not_named_have_their_defaults(model: type[models.Model]):
    made, asked = new_row(model), model()
    columns = [field.attname for field in model._meta.concrete_fields]
    assert {name: getattr(made, name) for name in columns} == {name: getattr(asked, name) for name in columns}
    assert made._state.adding
    assert made._state.db is None


def test_what_can_be_altered_belongs_to_one_row():
    one, other = new_row(Event, dossier_id=1), new_row(Event, dossier_id=2)
    one.detail["from"] = "thử"
    assert (other.dossier_id, other.detail) == (2, {})
    assert new_row(Event).dossier_id is None


def test_a_name_that_is_no_column_is_refused():
    with pytest.raises(TypeError, match="owner_person"):
        new_row(Paper, owner_person=None)
