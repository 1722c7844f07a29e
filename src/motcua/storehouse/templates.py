"""Templates that an administrator can replace: what kinds there are, uploading, checking, choosing, going back.

Contexts above register their kinds; the storehouse knows a kind by its key, its fields and an example to try it with.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from motcua.audit.record import record
from motcua.blobs import store
from motcua.datastore.writing import act
from motcua.jobs.queue import Arguments, Report, Result, enqueue, job
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.text import squeeze
from motcua.rendering import docx_guard
from motcua.storehouse.template_models import Template, TemplateState

CHECK = "storehouse.check_template"
MOST_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One field of a kind: its name in the template, what it is, an example. `rows` are the fields of a list."""

    name: str
    words: str
    example: str = ""
    rows: tuple["FieldWords", ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """What a template is tried out with: values, and pictures with their widths in millimetres."""

    values: Mapping[str, Any]
    images: Mapping[str, tuple[bytes, float]]


@dataclass(frozen=True, slots=True)
class TemplateKind:
    """A kind of template under a family of rules (empty: under all). `many`: an office may have several by name;
    `source`: where the words of the packaged one come from and how sure they are, for the administrator."""

    key: str
    family: str
    label: str
    group: str
    fields: tuple[FieldWords, ...]
    example: Callable[[], Example]
    built_in: Callable[[], bytes]
    many: bool = False
    source: str = ""

    @property
    def known(self) -> dict[str, tuple[str, ...]]:
        """The names a template may use, each with those of its rows."""
        return {field.name: tuple(row.name for row in field.rows) for field in self.fields}


_kinds: dict[tuple[str, str], TemplateKind] = {}


def register(kinds: Sequence[TemplateKind]) -> None:
    """Make kinds known; registering one again replaces it."""
    _kinds.update({(kind.key, kind.family): kind for kind in kinds})


def kinds() -> list[TemplateKind]:
    """Every kind, in the order they were registered."""
    return list(_kinds.values())


def kind_named(key: str, family: str) -> TemplateKind:
    """A kind. Raises NotFound."""
    if (key, family) not in _kinds:
        raise NotFound
    return _kinds[key, family]


def upload(
    content: bytes,
    *,
    file_name: str,
    kind: TemplateKind,
    scope: str,
    name: str = "",
    procedure: str = "",
    actor: Actor,
) -> Template:
    """Keep a new version and have it checked by the worker; it is not in use before somebody says so.

    Refuses what is no sound docx, is larger than 5 MB, or has macros or links to elsewhere.
    """
    if len(content) > MOST_BYTES:
        raise Refused(f"Tệp mẫu lớn hơn {MOST_BYTES >> 20} MB. Giảm cỡ ảnh trong mẫu.", field="file")
    if not file_name.lower().endswith(".docx"):
        raise Refused("Mẫu phải là tệp Word (.docx).", field="file")
    try:
        docx_guard.check(content)
    except docx_guard.Unfit as unfit:
        raise Refused(str(unfit), field="file", code="unfit") from unfit
    blob = store.put(content, declared_name=file_name)
    row = Template(
        kind=kind.key, family=kind.family, scope=scope, procedure=procedure, name=squeeze(name) or kind.label,
        source=blob, state=TemplateState.CHECKING.value, uploaded_by=actor.label, uploaded_at=clock.now(),
    )  # fmt: skip
    with act():
        last = _versions(row).aggregate(last=Max("number"))["last"] or 0
        row.number = last + 1
        row.save(force_insert=True)
        _record(row, actor, "upload")
        enqueue(CHECK, {"template": row.pk}, owner=f"{actor.kind}:{actor.id}", agency=scope, max_attempts=3)
    return row


def use(template: Template, *, actor: Actor) -> None:
    """Put a checked version in use, also an older one again; the one in use before it steps back."""
    with act():
        row = Template.objects.select_for_update().get(pk=template.pk)
        if row.state != TemplateState.READY.value:
            raise Refused("Chỉ dùng được mẫu đã kiểm tra xong, không có lỗi.", code="not_ready")
        _versions(row).filter(active=True).update(active=False)
        Template.objects.filter(pk=row.pk).update(active=True)
        _record(row, actor, "use")


def use_packaged(template: Template, *, actor: Actor) -> None:
    """Take the own version out of use: what holds above the agency holds again, at last the packaged one."""
    with act():
        if not _versions(template).filter(active=True).update(active=False):
            raise Refused("Mẫu gốc đang được dùng rồi.", code="packaged")
        _record(template, actor, "use_packaged")


def versions(kind: str, family: str, scope: str) -> QuerySet[Template]:
    """Every version an agency ever uploaded of a kind, the newest first."""
    rows = Template.objects.filter(kind=kind, family=family, scope=scope).select_related("source", "preview")
    return rows.order_by("-uploaded_at", "-pk")


def active_for(kind: str, family: str, scopes: Sequence[str], *, procedure: str = "") -> Template | None:
    """The version in use for an agency: its own before those above it, one for the procedure before one for all."""
    rows = Template.objects.filter(
        kind=kind, family=family, scope__in=scopes, procedure__in={procedure, ""}, active=True
    )
    order = {scope: at for at, scope in enumerate(scopes)}
    found = sorted(rows, key=lambda row: (row.procedure != procedure, order[row.scope]))
    return found[0] if found else None


@job(CHECK, lease=120)
def check(arguments: Arguments, report: Report) -> Result:
    """Try a template with its example in a bounded process; the preview is kept, a mistake is told."""
    from motcua.rendering import bounded

    row = Template.objects.filter(pk=arguments["template"], state=TemplateState.CHECKING.value).first()
    if row is None:
        return None
    kind = kind_named(row.kind, row.family)
    example = kind.example()
    changes: dict[str, Any]
    try:
        filled = bounded.fill(
            store.read_blob(row.source_id), example.values, images=example.images, known=kind.known
        )
        preview = store.put(filled.pdf)
        changes = {
            "state": TemplateState.READY.value,
            "preview": preview,
            "unread": ", ".join(filled.unread)[:200],
        }
    except bounded.Fault as fault:
        changes = {"state": TemplateState.REFUSED.value, "problem": str(fault)}
    with act():
        Template.objects.filter(pk=row.pk, state=TemplateState.CHECKING.value).update(**changes)
    return {"state": changes["state"]}


def _versions(row: Template) -> QuerySet[Template]:
    return Template.objects.filter(kind=row.kind, family=row.family, scope=row.scope, procedure=row.procedure)


def _record(row: Template, actor: Actor, verb: str) -> None:
    detail = {"kind": row.kind, "family": row.family, "number": row.number}
    record(
        actor,
        action=f"storehouse.template_{verb}",
        kind="template",
        key=row.pk,
        agency=row.scope,
        detail=detail,
    )
