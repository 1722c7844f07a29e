"""Official blank forms: the file that an announcement gives for a component, to be downloaded and filled in.

A file belongs to a version of the procedure: a version that follows takes it along, one that has ended keeps its own.
"""

from typing import BinaryIO, cast

from motcua.audit.record import record
from motcua.blobs.kinds import Kind, agree, kind_of
from motcua.blobs.models import Blob
from motcua.blobs.store import Readable, put
from motcua.catalogue.models import Component
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused

_KINDS = (Kind.PDF, Kind.DOCX)


def attach_form(component: Component, file: Readable, *, file_name: str, actor: Actor) -> Blob:
    """Give a component its blank form, in place of the one it has. Checked as every upload is.

    Raises Refused for anything but PDF and Word, and for a version that has ended.
    """
    if agree(kind_of(cast(BinaryIO, file)), file_name) not in _KINDS:
        raise Refused("Biểu mẫu trống phải là tệp PDF hoặc Word (.docx).", field="file", code="file_kind")
    blob = put(file, declared_name=file_name)
    _change(component, blob, actor)
    return blob


def detach_form(component: Component, *, actor: Actor) -> None:
    """Offer the blank form no more; the file stays with the versions that have it. Raises NotFound without one."""
    if component.form_file_id is None:
        raise NotFound
    _change(component, None, actor)


def blank_form(code: str, number: int) -> Component:
    """A component of a procedure with its blank form, of whichever version. Raises NotFound."""
    found = (
        Component.objects.filter(pk=number, version__procedure__code=code, form_file__isnull=False)
        .select_related("form_file")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def kind_of_form(blob: Blob) -> Kind:
    """PDF or Word."""
    return next(kind for kind in _KINDS if kind.mime == blob.mime)


def _change(component: Component, blob: Blob | None, actor: Actor) -> None:
    last_day = component.version.valid_to
    if last_day is not None and last_day < clock.today():
        raise Refused("Phiên bản này đã hết áp dụng và giữ nguyên biểu mẫu của nó.", code="ended")
    with act():
        held = Component.objects.select_for_update().get(pk=component.pk)
        before, held.form_file = held.form_file_id, blob
        held.save(update_fields=["form_file"])
        detail = {"version": held.version_id, "before": before, "after": held.form_file_id}
        action = "catalogue.attach_form" if blob else "catalogue.detach_form"
        record(actor, action=action, kind="component", key=held.pk, detail=detail)
    component.form_file = blob
