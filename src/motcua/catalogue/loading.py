"""Rows of the catalogue from its data files: read, judged, not yet stored."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

from motcua.catalogue.enums import Level, ProcessState
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
from motcua.catalogue.rules import (
    BodySpan,
    Span,
    channels_of,
    limit_doubt,
    process_doubts,
    route_doubts,
    steps_doubts,
)
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze

Fields = dict[str, Any]
PROCEDURES, PROCESSES = "procedures.json", "internal_processes.json"
Child = Component | FeeRule | TimeLimit | ResultKind
_CHILDREN: dict[str, type[Component] | type[FeeRule] | type[TimeLimit] | type[ResultKind]] = {
    "components": Component,
    "fees": FeeRule,
    "limits": TimeLimit,
    "results": ResultKind,
}
_VERSION_EXTRAS = {*_CHILDREN, "levels", "limit_doubt", "valid_from", "valid_to", "channels"}


def read(source: Path | None, name: str) -> Fields:
    """A data file: the project's own, or one of the same name in the folder `source`.

    Raises Refused when it is missing or no JSON.
    """
    place = (source or resources.files("motcua.catalogue") / "data") / name
    try:
        content: Fields = json.loads(place.read_text("utf-8"))
    except FileNotFoundError:
        raise Refused(f"Không tìm thấy tệp danh mục «{name}».", code="missing_file") from None
    except ValueError as fault:
        raise Refused(f"Tệp danh mục «{name}» không đọc được: {fault}.", code="unreadable") from None
    return content


def procedure(given: Fields) -> Procedure:
    """A procedure as the file describes it; the names of its results help to find it."""
    results = {row["name"] for version in given["versions"] for row in version["results"]}
    plain = {key: value for key, value in given.items() if key != "versions"}
    return Procedure(**plain, result_names=sorted(result for result in results if len(result) <= 80))


def version(of: Procedure, given: Fields) -> ProcedureVersion:
    """A version; one without a sure limit cannot be received and says why."""
    doubt = given["limit_doubt"] or _doubt_of(given["limits"])
    plain = {key: value for key, value in given.items() if key not in _VERSION_EXTRAS}
    return ProcedureVersion(
        procedure=of,
        valid_from=date.fromisoformat(given["valid_from"]),
        valid_to=date.fromisoformat(given["valid_to"]) if given["valid_to"] else None,
        channels=channels_of(given["channels"]),
        receivable=not doubt,
        unreceivable_reason=doubt,
        **{f"at_{Level(level).value}": True for level in given["levels"]},
        **plain,
    )


def _doubt_of(limits: list[Fields]) -> str:
    main = next((limit for limit in limits if not limit["channel"] and not limit["case"]), None)
    return limit_doubt(main["value"], main["unit"]) if main else limit_doubt(None, "")


def children(of: ProcedureVersion, given: Fields) -> Iterator[Child]:
    """The rows of a version, in the order of the file."""
    for kind, model in _CHILDREN.items():
        for order, row in enumerate(given[kind], start=1):
            yield model(version=of, order=order, **row)


def process(given: Fields, of: ProcedureVersion | None) -> InternalProcess:
    """An internal process with what does not agree in it."""
    plain = {
        key: given[key]
        for key in ("key", "name", "locality", "decision", "usable", "unit", "source", "source_url")
    }
    note = squeeze(" ".join(part for part in (given["note"], given["era"], given["split"]) if part))
    state = ProcessState.APPROVED if given["usable"] else ProcessState.EXAMPLE
    return InternalProcess(
        version=of,
        state=state.value,
        total=_decimal(given["total"]),
        doubts=_doubts_in(given),
        note=note,
        agency=given.get("agency", ""),
        **plain,
    )


def _doubts_in(given: Fields) -> list[str]:
    total, unit = _decimal(given["total"]), given["unit"]
    if given.get("bodies"):
        bodies = [
            BodySpan(each["stage"], _decimal(each["duration"]), each["unit"], each["holds"])
            for each in given["bodies"]
        ]
        untimed = sum(step["duration"] is None and bool(step["body"]) for step in given["steps"])
        return route_doubts(bodies, total, unit) + steps_doubts(untimed)
    spans = [
        Span(_decimal(step["duration"]), step["unit"], side=step["branch"] or len(step["parallel_with"]) > 0)
        for step in given["steps"]
    ]
    return process_doubts(spans, total, unit)


def bodies(of: InternalProcess, given: Fields) -> list[ProcessBody]:
    """The bodies of an interlinked process, none for a process of one agency."""
    return [
        ProcessBody(process=of, **{**body, "duration": _decimal(body["duration"])})
        for body in given.get("bodies", ())
    ]


def steps(of: InternalProcess, given: Fields, of_bodies: dict[int, ProcessBody]) -> list[ProcessStep]:
    """The steps of a process, numbered from 1, each with the body that works it where there are several."""
    return [
        ProcessStep(
            process=of,
            order=order,
            **{
                **step,
                "duration": _decimal(step["duration"]),
                "body": of_bodies.get(step.get("body") or 0),
            },
        )
        for order, step in enumerate(given["steps"], start=1)
    ]


def _decimal(value: float | str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
