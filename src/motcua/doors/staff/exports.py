"""A filtered list as a file: Excel or CSV; a short one at once, a long one as work that shows its progress."""

import csv
import io
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from tempfile import TemporaryFile
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_POST

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.doors.staff import saved
from motcua.doors.staff.gates import act_key_of, gate
from motcua.doors.staff.lists import SavedList, as_file
from motcua.doors.staff.long_jobs import ask_for, who_asked
from motcua.doors.staff.pages import show
from motcua.jobs.queue import Arguments, GiveUp, Report, Result
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.rendering import xlsx
from motcua.rendering.xlsx import Value

FORMATS = ("xlsx", "csv")
FOLDER = "exports"
# What Excel itself can hold; beyond it a CSV is offered.
_MOST_XLSX = 1_000_000
_REPORT_EVERY = 500
KEPT_FOR = timedelta(hours=24)


def format_of(request: HttpRequest) -> str:
    """`xlsx` or `csv` when the list is asked for as a file, else empty."""
    asked = request.GET.get("as", "")
    return asked if asked in FORMATS else ""


def answer_as_file(request: HttpRequest, officer: Officer, wanted: SavedList) -> HttpResponse:
    """The list as the address filters it: up to a thousand rows now; of more, a page that offers to make it."""
    chosen, how = wanted.choose(officer, request.GET), format_of(request)
    if chosen.found().more and not chosen.text:
        context = {"wanted": wanted.name, "query": request.GET.urlencode(), "as": how, "back": request.path}
        return show(request, officer, "staff/save_long.html", context)
    lines = wanted.lines(chosen.everything())
    if how == "xlsx":
        return as_file(wanted.headers, lines, name=wanted.name)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{wanted.name}-{clock.today():%Y%m%d}.csv"'
    for piece in csv_lines(wanted.headers, lines):
        answer.write(piece)
    return answer


@require_POST
@gate(Right.SEE_DOSSIERS)
def save_long(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Have a long list made into a file; its page shows how far it has come."""
    name, how = request.POST.get("list", ""), request.POST.get("as", "")
    if how not in FORMATS or not saved.known(name):
        raise NotFound
    asked = {"list": name, "query": request.POST.get("query", ""), "as": how}
    return ask_for(officer, "staff.export", asked, act_key_of(request) or secrets.token_hex(16))


def export(arguments: Arguments, report: Report) -> Result:
    """Write the list that was asked for into a file kept for a day; its owner alone may fetch it."""
    officer, wanted = who_asked(arguments), saved.named(arguments["list"])
    rows = wanted.choose(officer, QueryDict(arguments["query"])).everything()
    total = rows.order_by().count()
    if arguments["as"] == "xlsx" and total > _MOST_XLSX:
        raise GiveUp("Danh sách dài hơn một triệu dòng, Excel không mở được. Lưu thành CSV hoặc lọc bớt.")
    lines = _reporting(wanted.lines(rows), total, report)
    name = f"{FOLDER}/{secrets.token_hex(16)}.{arguments['as']}"
    with TemporaryFile() as file:
        _write(file, arguments["as"], wanted.headers, lines)
        file.seek(0)
        kept = default_storage.save(name, File(file))
    with act():
        # Whoever takes a list with names out of the system is on record, with what and how much.
        record(
            officer.actor, action="dossiers.export", kind="list", key=wanted.name,
            detail={"rows": total, "as": arguments["as"]},
        )  # fmt: skip
    return {"file": kept, "name": f"{wanted.name}-{clock.today():%Y%m%d}.{arguments['as']}", "rows": total}


def csv_lines(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """UTF-8 with the mark Excel knows it by; a text that begins like a formula stays a text."""
    yield "\ufeff"
    for row in chain([headers], rows):
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerow([_cell(value) for value in row])
        yield buffer.getvalue()


def forget_exports() -> None:
    """Files made for somebody are gone after a day: they hold names and are no record."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
    for name in names:
        if clock.now() - default_storage.get_modified_time(f"{FOLDER}/{name}") > KEPT_FOR:
            default_storage.delete(f"{FOLDER}/{name}")


def _write(file: IO[bytes], how: str, headers: Sequence[str], lines: Iterator[Sequence[Value]]) -> None:
    if how == "xlsx":
        file.write(xlsx.table(headers, lines, sheet="Hồ sơ"))
        return
    for piece in csv_lines(headers, lines):
        file.write(piece.encode())


def _reporting(lines: Iterator[Sequence[Value]], total: int, report: Report) -> Iterator[Sequence[Value]]:
    for done, line in enumerate(lines, 1):
        if done % _REPORT_EVERY == 0:
            report(done, total, "Đang ghi tệp")
        yield line


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
