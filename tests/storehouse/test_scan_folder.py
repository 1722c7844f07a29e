"""The scanner's folder and lists of old results: taken in, or put beside with the reason; nothing is lost."""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import factories
from tests.forge import scans

from motcua.blobs.models import Blob
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Staff
from motcua.storehouse import digitising, retention, scan_folder
from motcua.storehouse.enums import ScanSource
from motcua.storehouse.models import Scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Staff:
    return factories.officer(factories.agency("H99.77"))


@pytest.fixture
def folder(staff: Staff, tmp_path: Path, settings: Any) -> Path:
    settings.SCAN_FOLDER = str(tmp_path)
    place = tmp_path / "H99.77"
    place.mkdir()
    return place


def old(path: Path) -> None:
    os.utime(path, (1_700_000_000, 1_700_000_000))


def test_what_a_scanner_saved_is_taken_in_once(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(scans.page(scans.told(1)))
    (folder / "b.pdf").write_bytes(b"\xff\xd8\xff jpeg")
    (folder / "c.pdf").write_bytes(scans.page(scans.told(2)))
    (folder / "notes.ini").write_text("x")
    for name in ("a.pdf", "b.pdf", "notes.ini"):
        old(folder / name)
    scan_folder.watch()  # c.pdf is still being written
    [scan] = Scan.objects.all()
    assert (scan.name, scan.source, scan.by) == ("a.pdf", ScanSource.FOLDER, None)
    assert (folder / "da-nhan" / "a.pdf").exists()
    assert "JPEG" in (folder / "khong-nhan" / "b.pdf.txt").read_text()
    assert (folder / "c.pdf").exists()
    assert (folder / "notes.ini").exists()
    scan_folder.watch()
    assert Scan.objects.count() == 1


def test_a_list_brings_old_results_with_what_it_says(folder: Path, staff: Staff) -> None:
    actor = Actor("staff", str(staff.pk), staff.name, "H99.77")
    there = folder / "ket-qua-cu"
    with pytest.raises(Refused, match="Chưa có thư mục"):
        scan_folder.take_list("Tệp\nx.pdf\n".encode(), staff.agency, by=staff, actor=actor)
    there.mkdir()
    (there / "ks1.pdf").write_bytes(scans.page(scans.told(1)))
    text = "Tệp;Tên giấy tờ;Số;Họ và tên\nks1.pdf;Giấy khai sinh;12/1998;Lò Thị Mẩy\n../../x.pdf;A;1;B\n"
    report = scan_folder.take_list(text.encode(), staff.agency, by=staff, actor=actor)
    assert report.taken == 1
    assert report.problems == ("Dòng 3: không thấy tệp «../../x.pdf» trong thư mục ket-qua-cu.",)
    told = json.loads(Scan.objects.get().told)
    assert told == {
        "title": "Giấy khai sinh",
        "number": "12/1998",
        "owner_name": "Lò Thị Mẩy",
        "kind": "result",
    }
    again = scan_folder.take_list(text.encode(), staff.agency, by=staff, actor=actor)
    assert "đã được đưa vào" in again.problems[0]
    with pytest.raises(Refused, match="cột «Tệp»"):
        scan_folder.take_list(b"a;b\n1;2\n", staff.agency, by=staff, actor=actor)


def test_dropped_files_are_forgotten_after_their_days(staff: Staff) -> None:
    actor = Actor("staff", str(staff.pk), staff.name, "H99.77")
    scan = digitising.take_in(
        scans.page(scans.told(1)), "a.pdf", agency=staff.agency, source=ScanSource.UPLOAD, actor=actor
    )
    digitising.drop_scan(scan, actor=actor)
    assert retention.forget_dropped() == 0
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert retention.forget_dropped() == 1
    assert not Scan.objects.exists()
    assert not Blob.objects.exists()
