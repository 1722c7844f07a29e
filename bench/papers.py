"""Papers: signing and reading against the libraries run by hand, and the web process that hands out large papers."""

import io
import logging
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from bench import telling
from bench.ground import Installation, installations
from bench.house import House, running
from bench.serving import Visitor

_SIGNED = 10 if telling.QUICK else 40
_PAGES = 4 if telling.QUICK else 20
_DOWNLOADS = 50
_LARGE = 10 * 1024 * 1024
_PIN = "bi-mat"


def main() -> None:
    """Print rates as ratios, and how much the web process grew."""
    with installations("papers") as (place,):
        place.fill(200)
        growth = _growth(place)
        telling.tell(f"web process, {_DOWNLOADS} downloads of 10 MB", growth, "MB", goal="value <= 4")
        place.use_here()
        _signing()
        _reading()


def _signing() -> None:
    """Documents signed a second: ours with store, record and validation data, and pyHanko's own loop."""
    from tests.forge import pki

    logging.getLogger("pyhanko").setLevel(
        logging.ERROR
    )  # the plain loop embeds what it holds, as it says each time
    world = pki.world()
    ground = _SigningGround(world)
    ground.by_hand(), ground.by_us()
    turns = [(_watched(ground.by_hand, _SIGNED), _watched(ground.by_us, _SIGNED)) for _ in range(3)]
    _compare("signing, documents", turns, "ratio >= 0.8")


class _SigningGround:
    def __init__(self, world: Any) -> None:
        from cryptography.hazmat.primitives.asymmetric import rsa

        from motcua.kernel.people import Actor
        from motcua.organisation.models import Staff
        from motcua.storehouse import keys, trusting
        from motcua.storehouse.enums import KeyPurpose

        self.world, self.rounds = world, 0
        self.staff = Staff.objects.select_related("agency").order_by("pk")[0]
        self.actor = Actor("staff", str(self.staff.pk), self.staff.name, self.staff.agency.code)
        issued = world.officer(self.staff.name, key=rsa.generate_private_key(65537, 2048))
        self.file = issued.as_pkcs12(_PIN, world.authority.certificate)
        for der in (world.root.certificate, world.authority.certificate):
            row = trusting.add_trusted(der, actor=self.actor)
            row.crl = world.lists[0 if not row.root else 1]
            row.save()
        self.key = keys.register_file(
            self.staff, self.file, _PIN, purpose=KeyPurpose.PERSONAL, actor=self.actor
        )

    def _document(self, number: int) -> bytes:
        from tests.forge import scans

        return scans.page(scans.told(number))

    def by_us(self) -> float:
        from motcua.blobs.store import put
        from motcua.datastore.writing import act
        from motcua.jobs.running import run_to_end
        from motcua.storehouse import signing
        from motcua.storehouse.actions import NewPaper, keep
        from motcua.storehouse.enums import KeyPurpose, Origin, PaperKind
        from motcua.storehouse.models import SigningStep

        self.rounds += 1
        blobs = [put(self._document(self.rounds * 1000 + n), declared_name="a.pdf") for n in range(_SIGNED)]
        with act():
            papers = keep(
                [
                    NewPaper(
                        kind=PaperKind.RESULT, title=f"Kết quả {n}", origin=Origin.PRODUCED, blob=blob.sha256
                    )
                    for n, blob in enumerate(blobs)
                ]
            )
        wanted = [signing.Wanted(KeyPurpose.PERSONAL, self.staff.agency, self.staff)]
        steps = [signing.ask_signatures(paper, wanted, actor=self.actor)[0] for paper in papers]
        batch = signing.sign_many(steps, self.key, _PIN, by=self.staff, actor=self.actor)
        start = time.perf_counter()
        run_to_end()
        taken = time.perf_counter() - start
        made = SigningStep.objects.filter(batch=batch, state="signed", validation_data=True).count()
        if made != _SIGNED:
            sys.exit(f"chỉ ký được {made} trên {_SIGNED}")
        return _SIGNED / taken

    def by_hand(self) -> float:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import fields, signers
        from pyhanko_certvalidator import ValidationContext

        from motcua.integration.signing_pyhanko.drawing import look_of
        from motcua.integration.signing_pyhanko.signing import _lists, _parsed
        from motcua.storehouse import looks

        shown = looks.Shown(self.staff.name, self.staff.title, self.staff.agency.name, datetime.now(UTC))
        look = looks.officer_look(shown, above="")
        signer = signers.SimpleSigner.load_pkcs12_data(self.file, [], _PIN.encode())
        trust = self.world.trust
        self.rounds += 1
        documents = [self._document(self.rounds * 1000 + n) for n in range(_SIGNED)]
        start = time.perf_counter()
        for document in documents:
            context = ValidationContext(
                trust_roots=_parsed(trust.roots), other_certs=_parsed(trust.others), crls=_lists(trust),
                revocation_mode="hard-fail",
            )  # fmt: skip
            meta = signers.PdfSignatureMetadata(
                field_name="S", subfilter=fields.SigSeedSubFilter.PADES, embed_validation_info=True,
                validation_context=context,
            )  # fmt: skip
            signers.PdfSigner(
                meta, signer, stamp_style=look_of(look),
                new_field_spec=fields.SigFieldSpec("S", box=(300, 60, 490, 130)),
            ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(document)), output=io.BytesIO())  # fmt: skip
        return _SIGNED / (time.perf_counter() - start)


def _reading() -> None:
    """Pages read a second: from the job's start to the stored paper, and ocrmypdf by hand with the same options."""
    from tests.forge import scans

    pages = [scans.scanned(scans.picture(scans.page(scans.told(n)), dpi=200), seed=n) for n in range(_PAGES)]
    warm, content = scans.as_pdf(pages[0]), scans.as_pdf(*pages)
    # Whoever comes first loads Tesseract's words and the libraries from the disk: one page each before it counts, and
    # each side goes first in turn.
    _by_hand(warm, 1), _by_us(warm, 1)
    turns = [_both(content, number) for number in range(1 if telling.QUICK else 4)]
    _compare(f"reading a scan of {_PAGES} pages, pages", turns, "ratio >= 0.9")


def _both(content: bytes, number: int) -> tuple["_Watched", "_Watched"]:
    """By hand and by us, in this order on even turns."""

    def by_hand() -> float:
        return _by_hand(content, _PAGES)

    def by_us() -> float:
        return _by_us(content, _PAGES)

    if number % 2:
        ours = _watched(by_us, _PAGES)
        return _watched(by_hand, _PAGES), ours
    return _watched(by_hand, _PAGES), _watched(by_us, _PAGES)


def _compare(name: str, turns: "list[tuple[_Watched, _Watched]]", goal: str) -> None:
    """By the clock of the wall, and by the processor's: what a busy machine does not change."""
    base, ours = [each[0].rate for each in turns], [each[1].rate for each in turns]
    telling.compare(f"{name} a second", "1/s", base, ours, goal)
    hand, house = ([1 / each[side].processor for each in turns] for side in (0, 1))
    telling.compare(f"{name} a second of processor", "1/s", hand, house, goal)


@dataclass(frozen=True, slots=True)
class _Watched:
    """Pieces a second of wall clock, and seconds of processor a piece, children counted."""

    rate: float
    processor: float


def _watched(work: Callable[[], float], pieces: int) -> _Watched:
    before = _processor()
    rate = work()
    return _Watched(rate, (_processor() - before) / pieces)


def _processor() -> float:
    """Seconds of processor used by this process and the children it has waited for."""
    used = [resource.getrusage(which) for which in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _by_hand(content: bytes, pages: int) -> float:
    from motcua.integration.ocr_tesseract.reading import options

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.pdf"
        source.write_bytes(content)
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "ocrmypdf", *options(2), str(source), f"{folder}/b.pdf"],
            check=True, env=os.environ | {"OMP_THREAD_LIMIT": "1", "TMPDIR": folder},
        )  # fmt: skip
        return pages / (time.perf_counter() - start)


def _by_us(content: bytes, pages: int) -> float:
    from motcua.blobs.store import put
    from motcua.jobs import queue
    from motcua.jobs.running import run_to_end
    from motcua.kernel import clock
    from motcua.organisation.models import Agency
    from motcua.storehouse.models import Scan, ScannedPaper

    blob = put(content, declared_name="a.pdf")
    scan = Scan.objects.create(
        agency=Agency.objects.order_by("pk")[0], source="upload", name="a.pdf", original=blob, prepared=blob,
        state="ready", pages=pages, created_at=clock.now(),
    )  # fmt: skip
    piece = ScannedPaper.objects.create(
        scan=scan, order=1, pages=list(range(pages)), copy=blob, state="reading", created_at=clock.now()
    )
    queue.enqueue("papers.read", {"scanned": piece.pk})
    start = time.perf_counter()
    run_to_end()
    taken = time.perf_counter() - start
    piece.refresh_from_db()
    if piece.state != "review" or not piece.read:
        sys.exit(f"không đọc được: {piece.problem}")
    return pages / taken


def _growth(place: Installation) -> float:
    """Megabytes by which the web process grew over the downloads; it has handed out the paper a few times before."""
    key, number = _large_paper(place)
    with running(place) as house:
        root = f"http://127.0.0.1:{house.port}"
        visitor = Visitor(root, "tiepnhan")
        address = f"{root}/can-bo/ho-so/{key}/giay-to/{number}"
        for _ in range(5):
            _download(visitor, address)
        before = _web_memory(house)
        for _ in range(_DOWNLOADS):
            _download(visitor, address)
        after = _web_memory(house)
    return after - before


def _large_paper(place: Installation) -> tuple[str, int]:
    code = f"""
import os, django; django.setup()
from motcua.blobs.store import put
from motcua.dossiers.models import DossierPaper
from motcua.storehouse.models import Paper
from motcua.organisation.models import Staff
staff = Staff.objects.get(user__username="tiepnhan")
row = DossierPaper.objects.filter(dossier__agency=staff.agency, paper__blob__isnull=False).order_by("-pk")[0]
blob = put(b"%PDF-1.4\\n" + os.urandom({_LARGE}), declared_name="a.pdf")
Paper.objects.filter(pk=row.paper_id).update(blob=blob)
print(row.dossier.code or row.dossier.tracking, row.pk)
"""
    told = subprocess.run(
        [sys.executable, "-c", code], env=place.environment(), capture_output=True, text=True, check=True
    ).stdout.split()
    return told[0], int(told[1])


def _download(visitor: Any, address: str) -> None:
    with visitor._browser.open(address) as answer:
        read = 0
        while piece := answer.read(1 << 20):
            read += len(piece)
    if read < _LARGE:
        sys.exit(f"{address}: {read} byte")


def _web_memory(house: House) -> float:
    """Resident megabytes of the processes that hold the port: not of the worker, nor of one that only prepared."""
    head = psutil.Process(house.pid)
    sizes = [each.memory_info().rss for each in head.children(recursive=True) if _listens(each, house.port)]
    return statistics.fsum(sizes) / 1e6


def _listens(process: psutil.Process, port: int) -> bool:
    return any(each.laddr and each.laddr.port == port for each in process.net_connections("tcp"))


if __name__ == "__main__":
    main()
