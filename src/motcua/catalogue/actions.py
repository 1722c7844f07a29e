"""Acts on the catalogue: loading it from data files, setting a time limit that the source leaves unsure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.db import models

from motcua.audit.record import record
from motcua.catalogue import loading
from motcua.catalogue.enums import Grade
from motcua.catalogue.models import (
    Component,
    FeeRule,
    InternalProcess,
    Procedure,
    ProcedureVersion,
    ProcessBody,
    ProcessStep,
    ResultKind,
    TimeLimit,
)
from motcua.catalogue.queries import version_on
from motcua.catalogue.rules import limit_doubt
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.text import fold

_Row = TypeVar("_Row", bound=models.Model)
_CHILD_MODELS: tuple[type[models.Model], ...] = (Component, FeeRule, TimeLimit, ResultKind)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a loading added; all zero when everything was there."""

    procedures: int
    versions: int
    processes: int


def load_catalogue(actor: Actor, source: Path | None = None) -> Loaded:
    """Add what the data files hold and the database does not; what is there is never changed.

    `source` is a folder with files of the same names as the project's own. Loading twice adds nothing, and
    a limit that an agency has set stays. Raises Refused when a file cannot be read.
    """
    described = loading.read(source, loading.PROCEDURES)["procedures"]
    processes = loading.read(source, loading.PROCESSES)["processes"]
    with act():
        _renew_search_words()
        added = Loaded(_add_procedures(described), _add_versions(described), _add_processes(processes))
        if added != Loaded(0, 0, 0):
            detail = {"thủ tục": added.procedures, "phiên bản": added.versions, "quy trình": added.processes}
            record(actor, action="catalogue.load", kind="catalogue", key="catalogue", detail=detail)
    return added


def _renew_search_words() -> None:
    """Everyday words may have been added since a procedure was stored; they say nothing of the procedure itself."""
    stale = [each for each in Procedure.objects.all() if each.words != fold(each.search_words)[:4000]]
    for each in stale:
        each.save(update_fields=["words"])


def _add_procedures(described: list[dict[str, Any]]) -> int:
    there = set(Procedure.objects.values_list("code", flat=True))
    return _store(Procedure, [loading.procedure(given) for given in described if given["code"] not in there])


def _add_versions(described: list[dict[str, Any]]) -> int:
    """Versions of procedures that have none yet: a procedure with versions is the agency's to keep."""
    versioned = set(ProcedureVersion.objects.values_list("procedure__code", flat=True))
    wanted = [given for given in described if given["code"] not in versioned]
    procedures = Procedure.objects.in_bulk([given["code"] for given in wanted], field_name="code")
    texts = [(given["code"], text) for given in wanted for text in given["versions"]]
    versions = [loading.version(procedures[code], text) for code, text in texts]
    _store(ProcedureVersion, versions)
    rows = [
        row for made, (_, text) in zip(versions, texts, strict=True) for row in loading.children(made, text)
    ]
    for model in _CHILD_MODELS:
        _store(model, [row for row in rows if type(row) is model])
    return len(versions)


def _add_processes(described: list[dict[str, Any]]) -> int:
    there = set(InternalProcess.objects.values_list("key", flat=True))
    wanted = [given for given in described if given["key"] not in there]
    codes = [given["procedure"] for given in wanted]
    newest = {
        version.procedure.code: version
        for version in ProcedureVersion.objects.filter(procedure__code__in=codes)
        .select_related("procedure")
        .order_by("number")
    }
    made = [loading.process(given, newest.get(given["procedure"])) for given in wanted]
    _store(InternalProcess, made)
    bodies = [loading.bodies(of, given) for of, given in zip(made, wanted, strict=True)]
    _store(ProcessBody, [body for some in bodies for body in some])
    by_order = [{body.order: body for body in some} for some in bodies]
    of_all = zip(made, wanted, by_order, strict=True)
    _store(ProcessStep, [step for of, given, there in of_all for step in loading.steps(of, given, there)])
    return len(made)


def _store(model: type[_Row], rows: Sequence[_Row]) -> int:
    model._default_manager.bulk_create(rows, batch_size=200)
    return len(rows)


def set_time_limit(
    procedure: Procedure, value: int, unit: str, actor: Actor, reason: str, *, first_day: date | None = None
) -> ProcedureVersion:
    """Set the limit of a procedure from a day on (today when none is said): a new version that can be received.

    `unit` is a `Unit`. The version of that day ends the day before and is copied with its parts; its
    dossiers keep it. One that could never be received may be followed from its own first day. Refuses
    without a reason, with an unlikely limit, and when a later version is announced.
    """
    if not reason.strip():
        raise Refused("Hãy ghi căn cứ của thời hạn (văn bản, điều khoản).", field="reason")
    if doubt := limit_doubt(value, unit):
        raise Refused(doubt, field="value")
    day = first_day or clock.today()
    with act():
        old = _version_to_follow(procedure, day)
        new = _successor(old, day, reason.strip())
        _copy_children(old, new)
        _write_limit(new, value, unit, reason.strip())
        detail = {
            "code": procedure.code,
            "value": value,
            "unit": unit,
            "from": day.isoformat(),
            "reason": reason,
        }
        record(actor, action="catalogue.set_time_limit", kind="procedure", key=procedure.pk, detail=detail)
    return new


def _version_to_follow(procedure: Procedure, day: date) -> ProcedureVersion:
    old = version_on(procedure, day)
    if old is None:
        raise NotFound("Thủ tục không có phiên bản nào áp dụng vào ngày đã chọn.")
    if ProcedureVersion.objects.filter(procedure=procedure, number__gt=old.number).exists():
        raise Refused(
            "Thủ tục đã có phiên bản mới hơn; hãy đặt thời hạn cho phiên bản đó.", field="first_day"
        )
    if old.receivable and day <= old.valid_from:
        raise Refused(
            "Phiên bản này bắt đầu đúng ngày đó và đã nhận hồ sơ được; hãy chọn ngày sau.", field="first_day"
        )
    return old


def _successor(old: ProcedureVersion, day: date, reason: str) -> ProcedureVersion:
    """The old version, ended, and a copy of it that begins on the day."""
    new = ProcedureVersion.objects.get(pk=old.pk)
    new.pk = None
    new._state.adding = True
    new.number = old.number + 1
    new.valid_from = day
    new.validity_basis = reason[:300]
    new.receivable, new.unreceivable_reason = True, ""
    new.immediate_result = False
    new.grade = Grade.SET_HERE.value
    old.valid_to = max(day - timedelta(days=1), old.valid_from)
    old.save(update_fields=["valid_to"])
    new.save()
    return new


def _copy_children(old: ProcedureVersion, new: ProcedureVersion) -> None:
    for model in _CHILD_MODELS:
        rows = list(model._default_manager.filter(version=old))
        for row in rows:
            row.pk = None
            row._state.adding = True
            row.version = new  # type: ignore[attr-defined]
        model._default_manager.bulk_create(rows)
    for process in InternalProcess.objects.filter(version=old):
        copy_process(process, version=new, key=f"{process.key[:30]}.{new.number}")


def copy_process(process: InternalProcess, **changed: Any) -> InternalProcess:
    """A copy of a process with its bodies and steps, some of its fields changed. Called inside an act."""
    steps = list(ProcessStep.objects.filter(process=process))
    copied = InternalProcess.objects.get(pk=process.pk)
    copied.pk = None
    copied._state.adding = True
    for name, value in changed.items():
        setattr(copied, name, value)
    copied.save()
    bodies: dict[int, ProcessBody] = {}
    for body in ProcessBody.objects.filter(process=process):
        old = body.pk
        body.pk, body.process = None, copied
        body._state.adding = True
        body.save()
        bodies[old] = body
    for step in steps:
        step.body = bodies.get(step.body_id) if step.body_id else None
        step.pk = None
        step._state.adding = True
        step.process = copied
    ProcessStep.objects.bulk_create(steps)
    return copied


def _write_limit(version: ProcedureVersion, value: int, unit: str, reason: str) -> None:
    """The rule; limits of single channels that were unsure fall away, sure ones stay as exceptions."""
    TimeLimit.objects.filter(version=version).filter(models.Q(value=None) | models.Q(unit="")).delete()
    TimeLimit.objects.update_or_create(
        version=version,
        channel="",
        case="",
        defaults={"value": value, "unit": unit, "text": reason, "order": 1},
    )
