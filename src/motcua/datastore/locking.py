"""Rows held while an act goes on."""

from typing import TypeVar

from django.db.models import Model

from motcua.kernel.refusals import NotFound

M = TypeVar("M", bound=Model)


def locked(model: type[M], key: int, *related: str) -> M:
    """Inside an act: the row with this key, with what stands behind it; nobody else changes it until the act ends.

    Only the row itself is held, not the related ones: acts on two dossiers of one agency do not wait for each other.
    Raises NotFound when there is none.
    """
    rows = model._default_manager.select_for_update(of=("self",))
    row = (rows.select_related(*related) if related else rows).filter(pk=key).first()
    if row is None:
        raise NotFound
    return row
