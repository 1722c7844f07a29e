"""What takes long in digitising: preparing a file, cutting it, reading its papers. One after the other, bounded."""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from shutil import copyfileobj
from typing import Any

from motcua.blobs.models import Blob
from motcua.blobs.store import open_blob, put
from motcua.datastore.writing import act
from motcua.jobs import queue
from motcua.jobs.reasons import reason_for
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold
from motcua.organisation.models import Agency
from motcua.storehouse import fields, ports
from motcua.storehouse.digitising import blank_separates, copy_signature
from motcua.storehouse.enums import ScannedState, ScanSource, ScanState
from motcua.storehouse.models import Scan, ScannedPaper
from motcua.storehouse.ports import Word, texts_of
from motcua.storehouse.scan_queue import CUT, PREPARE, READ, read_later
from motcua.storehouse.workshop.bounded import Bounds, call

_PREPARE = Bounds(seconds=600, megabytes=3072)
_MOST_PAGES = 500
_SECONDS_A_PAGE, _SECONDS_AT_LEAST = 40, 180
_NEAR = 6  # of 64 bits
_SAME_WORDS = 0.85
_LATEST = 3000


@queue.job(PREPARE, lease=900)
def prepare(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
    """Make a file safe, upright and straight, drop blank pages, cut it at separator sheets."""
    scan = Scan.objects.select_related("agency", "original").get(pk=arguments["scan"])
    if scan.state != ScanState.PREPARING:
        return None
    try:
        with workplace(scan.original_id) as (source, folder):
            report(0, 3, "đọc các trang")
            made = call(
                "motcua.storehouse.workshop.looking:prepare",
                {
                    "source": str(source), "mime": scan.original.mime, "folder": str(folder),
                    "photo": scan.source == ScanSource.PHOTO, "most_pages": _MOST_PAGES, "ocr": not ocr_off(),
                },
                within=_PREPARE, folder=folder,
            )  # fmt: skip
            report(1, 3, "tách giấy tờ")
            whole = [list(range(len(made["marks"])))]
            groups = (
                whole
                if made["signed"]
                else grouped(made["marks"], blank_separates=blank_separates(scan.agency))
            )
            _cut(scan, Path(made["file"]), folder, groups, made)
    except Refused as refused:
        _failed(scan, refused.message)
    except Exception as fault:
        with act():  # it is tried again; when nobody tries any more, `scan_queue` tells it as failed
            Scan.objects.filter(pk=scan.pk).update(problem=reason_for(fault)[:400])
        raise
    return {"pages": len(scan.marks)}


@queue.job(CUT, lease=600)
def cut_by_hand(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
    """Cut a prepared file where an officer said."""
    scan = Scan.objects.select_related("agency", "prepared").get(pk=arguments["scan"])
    if scan.state != ScanState.PREPARING or scan.prepared_id is None:
        return None
    report(0, 1, "tách giấy tờ")
    try:
        with workplace(scan.prepared_id) as (source, folder):
            _cut(scan, source, folder, arguments["papers"], None)
    except Refused as refused:
        _failed(scan, refused.message)
    return None


def grouped(marks: Sequence[dict[str, Any]], *, blank_separates: bool = False) -> list[list[int]]:
    """Pages by paper: a separator sheet begins a new one and is left out, blank pages are left out.

    `blank_separates`: a blank page begins a new one too, for offices that put blank sheets between papers.
    """
    papers: list[list[int]] = [[]]
    for number, page in enumerate(marks):
        if page["separator"] or (blank_separates and page["blank"]):
            papers.append([])
        elif not page["blank"]:
            papers[-1].append(number)
    return [pages for pages in papers if pages]


@contextmanager
def workplace(blob: str) -> Iterator[tuple[Path, Path]]:
    """A folder of its own with the bytes of a blob in it, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="motcua-work-") as name:
        folder = Path(name)
        source = folder / "source"
        with open_blob(blob) as content, source.open("wb") as file:
            copyfileobj(content, file, 1 << 20)
        yield source, folder


def ocr_off() -> str:
    """Why nothing is read; empty when reading works."""
    reader = ports.recogniser()
    return "Chưa nối chương trình nhận dạng chữ." if reader is None else reader.ready()


def _cut(
    scan: Scan, source: Path, folder: Path, groups: list[list[int]], made: dict[str, Any] | None
) -> None:
    if not groups:
        raise Refused("Tất cả các trang đều trắng. Kiểm tra chiều đặt giấy trong máy quét rồi quét lại.")
    files = call(
        "motcua.storehouse.workshop.pages:cut",
        {"source": str(source), "folder": str(folder), "papers": groups},
        within=_PREPARE, folder=folder,
    )["files"]  # fmt: skip
    copies = [_put(Path(name)) for name in files]
    prepared = _put(source) if made is not None else None
    marks = made["marks"] if made is not None else scan.marks
    must_sign = copy_signature(scan.agency) == "required" and not (made or {}).get("signed")
    state = ScannedState.TO_SIGN if must_sign else ScannedState.READING
    with act():
        if prepared is not None and made is not None:
            Scan.objects.filter(pk=scan.pk).update(
                prepared=prepared, pages=len(marks), marks=marks, notes=_notes(made, groups)
            )
        Scan.objects.filter(pk=scan.pk).update(state=ScanState.READY.value, problem="")
        last = ScannedPaper.objects.filter(scan=scan).order_by("-order").first()
        first = last.order + 1 if last else 1
        for order, (pages, copy) in enumerate(zip(groups, copies, strict=True), first):
            piece = ScannedPaper.objects.create(
                scan=scan, order=order, pages=pages, copy=copy, state=state.value,
                signed=copy if (made or {}).get("signed") else None,
                fingerprint=marks[pages[0]]["fingerprint"] if pages[0] < len(marks) else "",
                created_at=clock.now(),
            )  # fmt: skip
            if state is ScannedState.READING:
                read_later(piece.pk, scan.agency)
    scan.marks = marks


def _notes(made: dict[str, Any], groups: list[list[int]]) -> list[str]:
    blank = sum(1 for page in made["marks"] if page["blank"])
    notes = list(made["notes"])
    if blank:
        notes.append(f"Đã bỏ {blank} trang trắng.")
    if len(groups) > 1:
        notes.append(f"Đã tách thành {len(groups)} giấy tờ theo trang ngăn cách.")
    return notes


def _put(path: Path) -> Blob:
    with path.open("rb") as file:
        return put(file, declared_name="giay-to.pdf")


def _failed(scan: Scan, problem: str) -> None:
    with act():
        Scan.objects.filter(pk=scan.pk).update(state=ScanState.FAILED.value, problem=problem[:400])


@queue.job(READ, lease=300)
def read(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
    """Read one paper: words with their places, a searchable copy beside it, fields proposed, duplicates found."""
    piece = ScannedPaper.objects.select_related("scan__agency", "scan__wanted__owner_person", "copy").get(
        pk=arguments["scanned"]
    )
    if piece.state != ScannedState.READING:
        return None
    if reason := ocr_off():
        _set(piece, state=ScannedState.REVIEW.value, read=False, problem=reason)
        return {"read": False}
    told = f"nhận dạng chữ {len(piece.pages)} trang"
    report(0, 1, told)
    try:
        words, searchable = _read(piece, lambda: report(0, 1, told))
    except Refused as refused:
        _set(piece, state=ScannedState.FAILED.value, problem=refused.message[:400])
        return {"read": False}
    except Exception as fault:
        _set(piece, problem=reason_for(fault)[:400])
        raise
    text = "\n\n".join(texts_of(words, max(len(piece.pages), 1 + max((w.page for w in words), default=0))))
    proposals = [asdict(each) for each in fields.propose(words, _known(piece))]
    _set(
        piece, state=ScannedState.REVIEW.value, read=True, problem="", searchable=searchable, text=text,
        proposals=json.dumps(proposals, ensure_ascii=False), again=_seen_before(piece, text),
    )  # fmt: skip
    return {"read": True, "words": len(words), "fields": len(proposals)}


def _read(piece: ScannedPaper, breathe: Callable[[], None]) -> tuple[tuple[Word, ...], Blob | None]:
    """`breathe` is called while it takes long: the worker shows that it lives, and may be told to stop."""
    reader = ports.recogniser()
    with workplace(piece.copy_id) as (source, folder):
        own = call(
            "motcua.storehouse.workshop.words:text_of", {"source": str(source)},
            within=_PREPARE, folder=folder,
        )  # fmt: skip
        if own["words"] and len(own["words"]) >= 5 * own["pages"]:
            return tuple(Word(*values) for values in own["words"]), None
        if reader is None:
            raise Refused("Chưa nối chương trình nhận dạng chữ.")
        seconds = max(_SECONDS_AT_LEAST, _SECONDS_A_PAGE * len(piece.pages))
        found = reader.recognise(source, folder=folder, seconds=seconds, breathe=breathe)
        return found.words, _put(found.searchable)


def _known(piece: ScannedPaper) -> fields.Known:
    """Names that are spelt already: agencies that are or were, and the person whose paper was seen at reception."""
    agencies = Agency.objects.order_by("pk").values_list("name", flat=True)
    wanted = piece.scan.wanted
    owner = wanted.owner_person if wanted is not None else None
    return fields.Known(tuple(agencies), (owner.name,) if owner is not None else ())


def _seen_before(piece: ScannedPaper, text: str) -> ScannedPaper | None:
    """An earlier scan of the same paper: pictures nearly alike and nearly the same words."""
    if not piece.fingerprint:
        return None
    own, words = int(piece.fingerprint, 16), _words(text)
    latest = (
        ScannedPaper.objects.filter(scan__agency=piece.scan.agency, pk__lt=piece.pk)
        .exclude(state=ScannedState.DROPPED.value)
        .exclude(fingerprint="")
        .order_by("-pk")
        .values_list("pk", "fingerprint")[:_LATEST]
    )
    near = [key for key, other in latest if (own ^ int(other, 16)).bit_count() <= _NEAR]
    for other in ScannedPaper.objects.filter(pk__in=near[:20]):
        theirs = _words(other.text)
        if words and len(words & theirs) / len(words | theirs) >= _SAME_WORDS:
            return other
    return None


def _words(text: str) -> set[str]:
    return set(fold(text).split())


def _set(piece: ScannedPaper, **values: Any) -> None:
    with act():
        row = ScannedPaper.objects.get(pk=piece.pk)
        if row.state != ScannedState.READING:
            return  # somebody put it aside meanwhile
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
