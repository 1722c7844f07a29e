"""Lists of dossiers behind a figure: what the officer may see of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from motcua.doors.staff.due_words import key_of
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.rendering.xlsx import Value

HEADERS = (
    "STT",
    "Mã hồ sơ",
    "Thủ tục",
    "Người nộp",
    "Cơ quan",
    "Tiếp nhận",
    "Hẹn trả",
    "Xử lý xong",
    "Người đang giữ",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One dossier; `key` empty where the officer may count it but not look into it."""

    dossier: Dossier | None
    key: str


def dossier_page(officer: Officer, keys: Sequence[int | str]) -> list[Row]:
    """The dossiers of a page in the order of their keys; two statements whatever their number."""
    found = dossiers_for(officer, Right.SEE_DOSSIERS).filter(pk__in=keys).in_bulk()
    return [Row(found.get(int(key)), key_of(found[int(key)]) if int(key) in found else "") for key in keys]


def lines(officer: Officer, keys: Sequence[int | str]) -> Iterator[tuple[Value, ...]]:
    """The same as rows of a file, in parts of a thousand."""
    for start in range(0, len(keys), 1000):
        for number, row in enumerate(dossier_page(officer, keys[start : start + 1000]), start + 1):
            each = row.dossier
            if each is None:
                yield (number, "(ngoài quyền xem)", *[None] * 7)
                continue
            yield (
                number, row.key, each.procedure.name, each.applicant_name, each.agency.name, each.received_on,
                each.due_date, clock.local_day(each.finished_at) if each.finished_at else None,
                each.holder.name if each.holder else "",
            )  # fmt: skip
