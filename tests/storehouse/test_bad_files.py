"""A day of bad files, one after the other: each says why, none is lost, the worker goes on to the good one."""

import io
import zipfile
from typing import Any

import pikepdf
import pytest
from tests import factories
from tests.forge import scans

from motcua.blobs.store import put, read_blob
from motcua.jobs.enums import JobState
from motcua.jobs.models import Job
from motcua.jobs.running import run_to_end
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Staff
from motcua.storehouse import digitising, ports
from motcua.storehouse.enums import ScanSource, ScanState
from motcua.storehouse.models import Scan

pytestmark = pytest.mark.django_db


class NobodyReads:
    """A house without Tesseract."""

    def ready(self) -> str:
        return "Máy chủ chưa cài Tesseract."

    def recognise(self, *_: Any, **__: Any) -> Any:
        raise AssertionError


@pytest.fixture
def staff() -> Staff:
    ports.plug(recogniser=NobodyReads())
    return factories.officer(factories.agency(), "Lò Thị Mẩy")


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def locked() -> bytes:
    with pikepdf.open(io.BytesIO(good())) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(user="a", owner="b"))


def many_pages() -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(1000):
            pdf.add_blank_page()
        return saved(pdf)


def good() -> bytes:
    return scans.page(scans.told(1))


def cut_short() -> bytes:
    return good()[:2000]


BAD = (
    ("khoa.pdf", locked, "mật khẩu"),
    ("nghin-trang.pdf", many_pages, "1000 trang"),
    ("rac.pdf", lambda: b"%PDF-1.7\nrubbish", "hỏng"),
    ("dut\u202efdp.pdf", cut_short, ""),  # mended or refused, in words either way
    ("anh.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "ảnh bị hỏng"),
)


def test_bad_files_stop_nobody_and_are_kept(staff: Staff) -> None:
    actor = Actor("staff", str(staff.pk), staff.name, staff.agency.code)
    sent = {}
    for name, make, _ in (*BAD, ("../tot.pdf", good, "")):
        content = make()
        scan = digitising.take_in(
            content, name, agency=staff.agency, by=staff, source=ScanSource.UPLOAD, actor=actor
        )
        sent[scan.pk] = content
    run_to_end()
    scans_ = list(Scan.objects.order_by("pk"))
    for scan, (_, _, words) in zip(scans_, BAD, strict=False):
        assert scan.state in (ScanState.FAILED, ScanState.READY)
        assert (scan.state == ScanState.FAILED) == bool(scan.problem)
        assert words in scan.problem
        assert "Traceback" not in scan.problem
    assert (scans_[-1].state, scans_[-1].name) == (ScanState.READY, "tot.pdf")
    assert "\u202e" not in scans_[3].name
    assert all(read_blob(str(scan.original_id)) == sent[scan.pk] for scan in scans_)
    assert not Job.objects.exclude(state=JobState.DONE).exists()


def bomb(name: str = "word/document.xml") -> bytes:
    """Sixty kilobytes that unpack to sixty megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(name, bytes(60 << 20))
    return out.getvalue()


def test_a_bomb_in_a_document_is_kept_as_it_is_and_never_unpacked(staff: Staff) -> None:
    import tracemalloc

    packed = bomb()
    tracemalloc.start()
    blob = put(packed, declared_name="don.docx")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert blob.mime.endswith("wordprocessingml.document")
    assert most < 8 << 20
    actor = Actor("staff", str(staff.pk), staff.name, staff.agency.code)
    with pytest.raises(Refused, match="xuất ra PDF"):
        digitising.take_in(
            packed, "don.docx", agency=staff.agency, by=staff, source=ScanSource.UPLOAD, actor=actor
        )
