"""Bytes that no row of any table names any more."""

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models

from motcua.blobs.models import Blob
from motcua.datastore.writing import act


def unused(blob: Blob) -> bool:
    """Whether nothing in the database points to a blob, whichever package would."""
    return not any(
        model._default_manager.filter(**{field.name: blob}).exists() for model, field in _pointing()
    )


def forget(blob: Blob) -> None:
    """Take away a blob that nothing uses: the row first, then the bytes; a stop in between leaves an orphan file."""
    with act():
        if not unused(blob):
            return
        Blob.objects.filter(pk=blob.pk).delete()
    default_storage.delete(blob.storage_name)


def _pointing() -> list[tuple[type[models.Model], "models.ForeignKey[object, object]"]]:
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Blob
    ]
