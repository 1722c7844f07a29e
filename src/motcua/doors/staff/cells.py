"""Rows of the lists of dossiers, drawn without templates: fifty rows of eight cells are most of a page's time.

Every text passes `_e`; what repeats from row to row (a procedure's name, a day, a status) is drawn once and kept.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import escape as _e
from urllib.parse import quote

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from motcua.doors.frame.templatetags import frame
from motcua.doors.staff.due_words import Row
from motcua.dossiers.enums import Channel
from motcua.kernel import clock

_KEPT = 4096
_KEY = "KEY"


@dataclass(frozen=True, slots=True)
class Around:
    """What a cell knows beside its row: a dossier's address, and whose work the officer does in their place."""

    address: str
    in_place_of: Collection[int] = ()

    def link(self, row: Row) -> str:
        """The dossier's key, opening it."""
        href = self.address.replace(_KEY, quote(row.key))
        return f'<th scope="row"><a class="code" data-row href="{href}">{_e(row.key)}</a></th>'


Cell = Callable[[Row, Around], str]


def table_rows(rows: Iterable[Row], columns: str, *, in_place_of: Collection[int] = ()) -> SafeString:
    """`<tr>` for each row; `columns` are names of `CELLS`, with spaces between."""
    around = Around(reverse("staff:dossier", args=[_KEY]), in_place_of)
    cells = [CELLS[name] for name in columns.split()]
    drawn = "".join(f"<tr>{''.join([cell(row, around) for cell in cells])}</tr>\n" for row in rows)
    return mark_safe(drawn)  # noqa: S308 - every text in it was escaped


@lru_cache(maxsize=_KEPT)
def _tag(label: str, tone: str) -> str:
    return frame.status_tag(label, tone)


@lru_cache(maxsize=_KEPT)
def _on(day: date) -> str:
    return frame.day(day)


def _day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    return _on(clock.local_day(value) if isinstance(value, datetime) else value)


@lru_cache(maxsize=_KEPT)
def _words(text: str, most: int) -> str:
    return _e(Truncator(text).words(most, truncate=" …"))


@lru_cache(maxsize=_KEPT)
def _procedure(name: str, short: str) -> str:
    words = _words(short or name, 14)
    return f'<td data-label="Thủ tục" class="roomy"><span title="{_e(name)}">{words}</span></td>'


def _muted(words: str) -> str:
    return f'<br><span class="muted">{words}</span>'


def _pick(row: Row, _: Around) -> str:
    return (
        f'<td class="pick"><label><span class="sr-only">Chọn {_e(row.key)}</span>'
        f'<input type="checkbox" name="pick" value="{row.dossier.pk}"></label></td>'
    )


def _came_in(row: Row) -> str:
    """What was asked for is there: the officer looks at it and goes on."""
    return f"<br>{_tag('Đã bổ sung', 'soon')}" if row.dossier.supplemented else ""


def _stage(row: Row, _: Around) -> str:
    below = _words(row.dossier.step_name, 6) if row.dossier.step_name else _e(row.note)
    tag = _tag(row.dossier.standing, row.tone)
    return f'<td data-label="Trạng thái" class="stage"><span>{tag}{_muted(below) if below else ""}{_came_in(row)}</span></td>'


def _due(row: Row, _: Around) -> str:
    words = f"<br>{_tag(row.due.words, row.due.tone)}" if row.due.words else ""
    return f'<td data-label="Hẹn trả" class="due"><span>{_day(row.dossier.due_date)}{words}</span></td>'


def _holder(row: Row, around: Around) -> str:
    name = _e(row.dossier.holder_name) if row.dossier.holder_name else "chưa phân công"
    instead = _muted("ông/bà làm thay") if row.dossier.holder_id in around.in_place_of else ""
    return f'<td data-label="Người xử lý" class="person"><span>{name}{instead}</span></td>'


def _finished(row: Row, _: Around) -> str:
    back = row.dossier.returned_at
    returned = f'<br><span class="nowrap"><span class="muted">trả</span> {_day(back)}</span>' if back else ""
    return f'<td data-label="Xong, trả kết quả"><span>{_day(row.dossier.finished_at)}{returned}</span></td>'


def _state_and_due(row: Row, _: Around) -> str:
    words = f"<br>{_tag(row.due.words, row.due.tone)}" if row.due.words else ""
    return f'<td data-label="Trạng thái"><span>{_tag(row.dossier.standing, row.tone)}{words}</span></td>'


def _arrived(row: Row, _: Around) -> str:
    if row.dossier.received_at:
        told = _tag("Chờ nhận từ nơi khác", "waiting") + _muted(f"từ {_e(row.dossier.desk_name)}")
    else:
        told = _tag(row.dossier.standing, row.tone) + _came_in(row)
    return f'<td data-label="Trạng thái"><span>{told}</span></td>'


def _labelled(label: str, inside: Callable[[Row], str], css: str = "") -> Cell:
    start = f'<td data-label="{label}" class="{css}">' if css else f'<td data-label="{label}">'
    return lambda row, _: f"{start}{inside(row)}</td>"


CELLS: Mapping[str, Cell] = {
    "pick": _pick,
    "key": lambda row, around: around.link(row),
    "procedure": lambda row, _: _procedure(row.dossier.procedure_name, row.dossier.procedure_short),
    "applicant": _labelled("Người nộp", lambda row: _e(row.dossier.applicant_name), "person"),
    "stage": _stage,
    "state": _labelled("Trạng thái", lambda row: _tag(row.dossier.standing, row.tone)),
    "state-due": _state_and_due,
    "arrived": _arrived,
    "due": _due,
    "due-day": _labelled("Hẹn trả", lambda row: _day(row.dossier.due_date)),
    "holder": _holder,
    "holder-name": _labelled(
        "Người xử lý", lambda row: _e(row.dossier.holder_name) if row.dossier.holder_name else "", "person"
    ),
    "received": _labelled("Tiếp nhận", lambda row: _day(row.dossier.received_at)),
    "filed": _labelled("Nộp lúc", lambda row: frame.moment(row.dossier.filed_at)),
    "channel": _labelled("Cách nộp", lambda row: _e(Channel(row.dossier.channel).label)),
    "finished": _finished,
}
