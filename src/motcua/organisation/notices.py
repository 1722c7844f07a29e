"""The notice of staff that hangs at the desk: names, titles, fields, phones (NĐ 61/2018 Điều 9 khoản 7; REQ O2).

PDF and docx are filled from one value; layout of an administrative document (NĐ 30/2020).
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.organisation.queries import PublicOfficer, public_staff

BLANK = "–"


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything the notice says."""

    agency: str
    above: str
    desk: str
    place: str
    address: str
    phone: str
    day: date
    leaders: tuple[PublicOfficer, ...]
    officers: tuple[PublicOfficer, ...]


def notice_of(agency: Agency, day: date) -> Notice:
    """The notice as of a day, from what the public pages show: nobody is on the wall who is not public."""
    people = public_staff(agency, day)
    return Notice(
        agency=agency.name,
        above=agency.parent.name if agency.parent else "",
        desk=agency.desk_name or "Bộ phận Tiếp nhận và Trả kết quả",
        place=agency.short_name or agency.name,
        address=agency.address,
        phone=agency.phone,
        day=day,
        leaders=tuple(one for one in people if one.leads),
        officers=tuple(one for one in people if not one.leads),
    )


def texts(notice: Notice) -> dict[str, Any]:
    """The words both renderings print."""
    return {
        "above": notice.above.upper(),
        "agency": notice.agency.upper(),
        "desk": notice.desk,
        "place": notice.place,
        "day": f"ngày {notice.day:%d} tháng {notice.day:%m} năm {notice.day.year}",
        "stamp": f"Cập nhật đến ngày {notice.day:%d/%m/%Y}",
        "contact": " · ".join(
            part for part in (notice.address, notice.phone and f"Điện thoại {notice.phone}") if part
        ),
        "leaders": [_row(place, one) for place, one in enumerate(notice.leaders, 1)],
        "officers": [_row(place, one) for place, one in enumerate(notice.officers, 1)],
        "printed_at": f"In lúc {clock.local(clock.now()):%d/%m/%Y %H:%M}",
    }


def as_pdf(notice: Notice) -> bytes:
    """The notice as PDF/A, A4."""
    from motcua.rendering import pdf

    return pdf.render(_file("notice.typ").decode(), texts(notice))


def as_docx(notice: Notice) -> bytes:
    """The same words as a document to be edited."""
    from motcua.rendering import docx

    return docx.fill(_file("notice.docx"), texts(notice))


def _row(place: int, one: PublicOfficer) -> dict[str, str]:
    return {
        "number": str(place), "name": one.name, "title": one.title, "field": one.field or BLANK,
        "phone": one.phone or BLANK,
    }  # fmt: skip


@cache
def _file(name: str) -> bytes:
    return (files("motcua.organisation") / "forms" / name).read_bytes()
