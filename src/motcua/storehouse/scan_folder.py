"""Folders that a scanner saves into, and old results brought in by a list.

Below `MOTCUA_SCAN_FOLDER` each agency has a folder named by its code. What was taken in moves to `da-nhan`; what
cannot be taken moves to `khong-nhan` with the reason in a text file beside it: nothing is deleted.
"""

import csv
import io
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.db.models import QuerySet

from motcua.blobs.store import put, read_blob
from motcua.jobs import queue
from motcua.jobs.models import Job
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold, squeeze
from motcua.organisation.models import Agency, Staff
from motcua.rendering.read_xlsx import Unreadable, rows_of
from motcua.storehouse.digitising import take_in
from motcua.storehouse.enums import ScanSource

TAKEN, REFUSED, OLD = "da-nhan", "khong-nhan", "ket-qua-cu"
_SETTLED_SECONDS = 10
_AT_ONCE = 20
_ENDINGS = (".pdf", ".jpg", ".jpeg", ".png")
# Column names of a list, folded, and the fields they fill.
_COLUMNS = {
    "tep": "file", "ten tep": "file", "ten giay to": "title", "ma loai": "type_code", "so": "number",
    "so, ky hieu": "number", "ngay cap": "issued_on", "co quan cap": "issuer", "ho va ten": "owner_name",
    "ho ten": "owner_name", "so dinh danh": "owner_identity", "trich yeu": "summary",
}  # fmt: skip
_MOST_ROWS = 20_000
_MOST_TOLD = 200
_NO_COLUMN = (
    "Không đọc được danh sách. Dòng đầu ghi tên cột, phải có cột «Tệp»; các cột khác: Tên giấy tờ, Số, Ngày cấp, "
    "Cơ quan cấp, Họ và tên, Số định danh."
)
_TOO_LONG = f"Danh sách có hơn {_MOST_ROWS} dòng. Hãy chia nhỏ."


@timer("papers.scan_folder", every=30)
def watch() -> None:
    """Take in what scanners saved since, a few files at a time; a file still being written waits."""
    root = settings.SCAN_FOLDER
    if root:
        for agency, path in list(_waiting(Path(root)))[:_AT_ONCE]:
            take_file(path, agency)


def _waiting(root: Path) -> Iterator[tuple[Agency, Path]]:
    if not root.is_dir():
        return
    named = {folder.name: folder for folder in sorted(root.iterdir()) if folder.is_dir()}
    settled = time.time() - _SETTLED_SECONDS
    for agency in Agency.objects.filter(code__in=list(named)).order_by("code"):
        for path in sorted(named[agency.code].iterdir()):
            fresh = path.is_symlink() or not path.is_file() or path.suffix.lower() not in _ENDINGS
            if not fresh and path.stat().st_mtime < settled:
                yield agency, path


def take_file(path: Path, agency: Agency, *, actor: Actor = SYSTEM) -> bool:
    """One file of a scanner; whether it was taken in."""
    try:
        with path.open("rb") as file:
            take_in(file, path.name, agency=agency, source=ScanSource.FOLDER, actor=actor)
    except Refused as refused:
        moved = _move(path, REFUSED)
        moved.with_suffix(moved.suffix + ".txt").write_text(refused.message + "\n", encoding="utf-8")
        return False
    _move(path, TAKEN)
    return True


def _move(path: Path, folder: str) -> Path:
    there = path.parent / folder
    there.mkdir(exist_ok=True)
    target = there / path.name
    if target.exists():
        target = there / f"{path.stem}-{clock.now():%Y%m%d%H%M%S%f}{path.suffix}"
    return path.rename(target)


@dataclass(frozen=True, slots=True)
class ListReport:
    """What became of a list: how many files came in, and the rows that did not, with their reason."""

    taken: int
    problems: tuple[str, ...]


def ask_list(content: bytes, agency: Agency, *, by: Staff, actor: Actor) -> Job:
    """Bring in a list in the background. Refuses at once a list that cannot be read and a folder that is not there."""
    _rows(content)
    _old_results(agency)
    blob = put(content, declared_name="danh-sach.xlsx" if _is_excel(content) else "danh-sach.csv")
    return queue.enqueue(
        "papers.list",
        {"blob": blob.sha256, "agency": agency.pk, "staff": by.pk},
        owner=f"list:{agency.code}",
        agency=agency.code,
    )


def list_jobs(agency_codes: Sequence[str]) -> QuerySet[Job]:
    """Lists brought in by these agencies, the latest first."""
    return Job.objects.filter(kind="papers.list", agency__in=agency_codes).order_by("-pk")


@queue.job("papers.list", lease=900)
def bring_in(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
    """Every row of a list; what came in before is told, so that a second run does no harm."""
    agency = Agency.objects.get(pk=arguments["agency"])
    staff = Staff.objects.get(pk=arguments["staff"])
    actor = Actor("staff", str(staff.pk), f"{staff.name} ({staff.title})", agency.code)
    done = take_list(read_blob(arguments["blob"]), agency, by=staff, actor=actor, report=report)
    return {
        "taken": done.taken,
        "problems": list(done.problems[:_MOST_TOLD]),
        "more": max(0, len(done.problems) - _MOST_TOLD),
    }


def take_list(
    content: bytes, agency: Agency, *, by: Staff, actor: Actor, report: queue.Report | None = None
) -> ListReport:
    """Bring in old results: a list (Excel, or CSV in UTF-8) names files of the agency's folder `ket-qua-cu`.

    Each row becomes a file in the queue with what the list says of it, which the officer still confirms.
    Rows without their file are told; files that came in before are told. Refuses a list that cannot be read.
    """
    folder = _old_results(agency)
    taken, problems = 0, []
    rows = _rows(content)
    for number, row in enumerate(rows, 2):
        if report is not None:
            report(number - 2, len(rows), f"đưa vào {taken} trên {len(rows)} tệp")
        name = row.get("file", "")
        path = folder / PurePath(name).name
        if not name or not path.is_file():
            problems.append(f"Dòng {number}: không thấy tệp «{name}» trong thư mục {OLD}.")
            continue
        try:
            with path.open("rb") as file:
                told = {key: value for key, value in row.items() if key != "file"} | {"kind": "result"}
                take_in(file, path.name, agency=agency, source=ScanSource.LIST, by=by, told=told, actor=actor)
        except Refused as refused:
            problems.append(f"Dòng {number} ({name}): {refused.message}")
        else:
            taken += 1
    return ListReport(taken, tuple(problems))


def _old_results(agency: Agency) -> Path:
    if not settings.SCAN_FOLDER:
        raise Refused("Máy chủ chưa khai báo thư mục quét (MOTCUA_SCAN_FOLDER).", code="no_folder")
    folder = Path(settings.SCAN_FOLDER) / agency.code / OLD
    if not folder.is_dir():
        raise Refused(
            f"Chưa có thư mục «{agency.code}/{OLD}» trong thư mục quét. Chép các tệp vào đó trước.",
            code="no_folder",
        )
    return folder


def _is_excel(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def _excel_rows(content: bytes) -> list[dict[str, str]]:
    try:
        head, *lines = rows_of(content, most=_MOST_ROWS + 1) or [[]]
    except Unreadable as wrong:
        raise Refused(str(wrong), field="file", code="not_excel") from wrong
    columns = [_COLUMNS.get(fold(name)) for name in head]
    if "file" not in columns:
        raise Refused(_NO_COLUMN, field="file", code="not_csv")
    if len(lines) > _MOST_ROWS:
        raise Refused(_TOO_LONG, field="file", code="too_long")
    return [
        {column: squeeze(value) for column, value in zip(columns, line, strict=False) if column}
        for line in lines
    ]


def _rows(content: bytes) -> list[dict[str, str]]:
    if _is_excel(content):
        return _excel_rows(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(
            "Danh sách phải là tệp Excel (.xlsx) hoặc CSV, bảng mã UTF-8.", field="file", code="not_csv"
        ) from fault
    with suppress(csv.Error):
        dialect = csv.Sniffer().sniff(text[:4000], delimiters=",;\t")
        reader = csv.DictReader(io.StringIO(text), dialect=dialect)
        columns = {name: _COLUMNS.get(fold(name or "")) for name in reader.fieldnames or ()}
        if "file" in columns.values():
            found = [
                {
                    columns[name] or "": squeeze(value or "")
                    for name, value in row.items()
                    if columns.get(name)
                }
                for row in reader
            ]
            if len(found) <= _MOST_ROWS:
                return found
            raise Refused(_TOO_LONG, field="file", code="too_long")
    raise Refused(_NO_COLUMN, field="file", code="not_csv")
