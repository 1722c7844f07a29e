"""The posting sheet of a procedure: one page for the board of the desk, with a QR to the page on the web.

What is posted: the constituent parts of NĐ 63/2010 Điều 8 khoản 2. What the source leaves out is left out here
too, never filled in.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import override

from motcua.catalogue import wording
from motcua.catalogue.enums import Channel, Grade
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import Parts, parts_of
from motcua.kernel import clock
from motcua.rendering import pdf, qr


def posting_sheet_pdf(
    version: ProcedureVersion, *, agency: str, desk: str, contact: str, address: str
) -> bytes:
    """The sheet as PDF/A, A4. `agency`, `desk`, `contact` head it; `address` is the page that its QR opens.

    `version.procedure` should be loaded. Four statements.
    """
    with override("vi"):
        values = {**_texts(version, parts_of(version)), "agency": agency, "desk": desk, "contact": contact}
    values["address"] = address
    return pdf.render(
        _template(), values, files={"qr.svg": qr.svg(address, title="QR").encode()}, made_at=clock.now()
    )


def _texts(version: ProcedureVersion, parts: Parts) -> dict[str, Any]:
    return {
        "name": version.name,
        "code": version.procedure.code,
        "field": version.procedure.field,
        "decision": version.decision,
        "notice": "" if version.receivable else f"Chưa tiếp nhận được: {version.unreceivable_reason}",
        "facts": [[label, value] for label, value in _facts(version, parts) if value],
        "groups": [
            {"any_of": group.any_of, "papers": [_paper(component) for component in group.components]}
            for group in wording.grouped(parts.components)
        ],
        "steps": list(version.steps),
        "requirements": version.requirements,
        "legal_basis": ", ".join(version.legal_basis),
        "source": f"{version.source} ({Grade(version.grade).label.lower()})" if version.source else "",
        "printed_at": f"In ngày {clock.today():%d/%m/%Y}",
    }


def _facts(version: ProcedureVersion, parts: Parts) -> list[tuple[str, str]]:
    return [
        ("Thời hạn giải quyết", wording.time_words(version, parts.limits)),
        ("Phí, lệ phí", wording.fee_cases(version, parts.fees)),
        ("Cách thức thực hiện", ", ".join(Channel(code).label for code in version.channels)),
        ("Đối tượng thực hiện", ", ".join(version.subjects)),
        ("Cơ quan giải quyết", version.agency),
        ("Kết quả", "; ".join(result.name for result in parts.results)),
    ]


def _paper(component: Any) -> dict[str, str]:
    notes = (wording.count_words(component), component.form_code, component.condition)
    return {"name": component.name, "note": "; ".join(note for note in notes if note)}


@cache
def _template() -> str:
    return (files("motcua.catalogue") / "forms" / "posting_sheet.typ").read_text("utf-8")
