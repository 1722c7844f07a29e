"""Many forms of many dossiers as one PDF: every form that applies is issued once and printed as it went out."""

import io
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.paper_trail import IssuedForm
from motcua.dossiers.slips import issuing
from motcua.dossiers.slips.kinds import FormKind
from motcua.dossiers.slips.layouts import A5
from motcua.dossiers.slips.reading import forms_possible, rules_for
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused

# Forms of one dossier; the register is a book of its own.
KINDS = tuple(kind for kind in FormKind if kind is not FormKind.REGISTER)
_NONE = "Không có biểu mẫu nào thuộc các loại đã chọn."
_NOT_ISSUED = "Có biểu mẫu chưa phát hành; ông/bà không phát hành được biểu mẫu của hồ sơ này."


@dataclass(frozen=True, slots=True)
class Asked:
    """Which forms, on which paper (empty: each on its own), and the addresses that stand on them."""

    kinds: frozenset[FormKind]
    paper: str = ""
    look_up: str = ""
    slip_at: str = ""


@dataclass
class Bundle:
    """What came of it: the PDF, how many forms it holds, how many went out now, and id → what is missing and why."""

    pdf: bytes = b""
    forms: int = 0
    issued_now: int = 0
    left: dict[int, str] = field(default_factory=dict)


def bundle(
    dossiers: Collection[Dossier],
    asked: Asked,
    *,
    actor: Actor,
    may_issue: Callable[[Dossier], bool],
    report: Callable[[int, int, str], None] = lambda done, total, text: None,
) -> Bundle:
    """Issue what is not issued yet, where one may, and print all in the order of the dossiers.

    Done again it prints the same: a form is issued once an event. What cannot be made is told, the rest goes on.
    """
    import pikepdf

    made, whole = Bundle(), pikepdf.new()
    papers: dict[tuple[int, str], str] = {}
    for place, dossier in enumerate(dossiers, 1):
        rows = _forms(dossier, asked, made, actor, may_issue(dossier))
        for row in rows:
            try:
                content = issuing.issued_pdf(row, paper=asked.paper or _paper(dossier, row, papers))
            except Refused as refused:
                made.left[dossier.pk] = refused.message
                continue
            with pikepdf.open(io.BytesIO(content)) as one:
                whole.pages.extend(one.pages)
            made.forms += 1
        if not rows:
            made.left.setdefault(dossier.pk, _NONE)
        report(place, len(dossiers), f"Đã lập {made.forms} biểu mẫu")
    if made.forms:
        out = io.BytesIO()
        whole.save(out)
        made.pdf = out.getvalue()
    return made


def _forms(dossier: Dossier, asked: Asked, made: Bundle, actor: Actor, may_issue: bool) -> list[IssuedForm]:
    """The forms of one dossier, issued before or now."""
    known = {(row.kind, row.event): row for row in issuing.issued_of(dossier)}
    rows = []
    for kind, event in _possible(dossier, asked.kinds):
        number = event.number if event else 0
        row = known.get((kind.value, number))
        if row is None and not may_issue:
            made.left[dossier.pk] = _NOT_ISSUED
            continue
        if row is None:
            try:
                row = issuing.issue(
                    dossier.pk, kind, number, actor=actor, look_up=asked.look_up, slip_at=asked.slip_at
                )
            except Refused as refused:
                made.left[dossier.pk] = refused.message
                continue
            made.issued_now += 1
        rows.append(row)
    return rows


def _possible(dossier: Dossier, kinds: frozenset[FormKind]) -> Iterable[tuple[FormKind, Event | None]]:
    events = Event.objects.filter(dossier=dossier).order_by("number")
    return [each for each in forms_possible(dossier, events, rules_for(dossier)) if each[0] in kinds]


def _paper(dossier: Dossier, row: IssuedForm, papers: dict[tuple[int, str], str]) -> str:
    """The paper the desk prints this form on, asked once for all its dossiers."""
    key = (dossier.desk_id, row.kind)
    if key not in papers:
        papers[key] = issuing.paper_for(dossier.desk, FormKind(row.kind))
    return papers[key] or A5
