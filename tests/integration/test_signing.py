"""Documents signed with keys in files and on a real (software) token, and judged by the checker."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from tests.forge import pki, token

from motcua.integration.signing_pyhanko.checking import PyHankoChecker
from motcua.integration.signing_pyhanko.signing import PyHankoSigner
from motcua.integration.timestamp_http import HttpTimeStamp
from motcua.kernel.refusals import Refused
from motcua.rendering import pdf
from motcua.storehouse.enums import KeySource
from motcua.storehouse.ports import CheckReport, KeyAccess, Look, SignedAs, Trust, Wish
from motcua.storehouse.trial_keys import Issued

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def world() -> Iterator[pki.World]:
    with pki.served(pki.world()) as it:
        yield it


@pytest.fixture(scope="module")
def document() -> bytes:
    template = """#set page(paper: "a4")
#set text(font: "Libertinus Serif")
Cộng hòa #v(10cm) #align(right)[Lò Thị Mẩy]"""
    return pdf.render(template, {}, made_at=NOW)


def in_file(issued: Issued, of: pki.World) -> KeyAccess:
    return KeyAccess(
        KeySource.PKCS12,
        material=issued.as_pkcs12("bi-mat", of.authority.certificate),
        secret="bi-mat",
        certificate=issued.certificate,
    )


def signed(
    document: bytes, access: KeyAccess, wish: Wish | None = None, *, signer: PyHankoSigner | None = None
) -> tuple[bytes, SignedAs]:
    out = io.BytesIO()
    with (signer or PyHankoSigner()).open_key(access) as key:
        done = key.sign(io.BytesIO(document), out, wish or Wish())
    return out.getvalue(), done


def check(content: bytes, trust: Trust, folder: Path) -> CheckReport:
    path = folder / "a.pdf"
    path.write_bytes(content)
    return PyHankoChecker().check(path, trust=trust, now=datetime.now(UTC), folder=folder)


def test_two_signatures_in_order_with_time_stamp_and_validation_data(
    world: pki.World, document: bytes, tmp_path: Path
) -> None:
    signer = PyHankoSigner(time_stamp=HttpTimeStamp(f"{world.address}/tsa"))
    drawing = pdf.render("#set page(width: 180pt, height: 50pt)\n.", {}, made_at=NOW)
    look = Look(drawing, 180, 50, above="Lò Thị Mẩy")
    trust = Trust((world.root.certificate,), (), world.lists[1:])
    wish = Wish("Ký duyệt", "Xã Thử", look, time_stamp=True, validation_data=True, trust=trust)
    once, done = signed(document, in_file(world.officer(), world), wish, signer=signer)
    assert done.time_stamped
    assert done.validation_data
    assert done.notes == ()
    assert {"/crl", "/tsa"} <= set(world.asked)
    twice, _ = signed(once, in_file(world.officer("UBND xã Thử"), world), wish, signer=signer)
    assert twice.startswith(once)  # the first signature stays what it was

    report = check(twice, Trust((world.root.certificate,)), tmp_path)
    assert report.good
    first, second = report.signatures
    assert (first.signer, second.signer) == ("Lò Thị Mẩy", "UBND xã Thử")
    assert first.organisation == "UBND xã Thử"
    assert first.proven_at is not None
    assert first.validation_data
    assert second.later_allowed
    assert first.problems == second.problems == ()


def test_what_cannot_be_had_is_left_out_and_said(world: pki.World, document: bytes, tmp_path: Path) -> None:
    world.stamps = False
    try:
        signer = PyHankoSigner(time_stamp=HttpTimeStamp(f"{world.address}/tsa"))
        wish = Wish(time_stamp=True, validation_data=True, trust=Trust())  # no root: no validation data
        content, done = signed(document, in_file(world.officer(), world), wish, signer=signer)
    finally:
        world.stamps = True
    assert not done.time_stamped
    assert not done.validation_data
    assert len(done.notes) == 2
    report = check(content, world.trust, tmp_path)
    assert report.good
    assert report.signatures[0].proven_at is None


def test_a_token_signs_and_a_wrong_pin_is_told(world: pki.World, document: bytes, tmp_path: Path) -> None:
    officer = world.officer()
    with token.softhsm(officer) as place:
        signer = PyHankoSigner(module=place.module)
        with pytest.raises(Refused, match="PIN không đúng"):
            signer.look_into_token(place.label, "0000")
        with pytest.raises(Refused, match="Không thấy thiết bị"):
            signer.look_into_token("khac", place.pin)
        [offer] = signer.look_into_token(place.label, place.pin)
        access = KeyAccess(
            KeySource.PKCS11,
            reference=offer.reference,
            secret=place.pin,
            certificate=offer.certificate,
            chain=(world.authority.certificate,),
        )
        content, _ = signed(document, access, signer=signer)
    [found] = check(content, world.trust, tmp_path).signatures
    assert found.good
    assert found.signer == "Lò Thị Mẩy"


def test_a_changed_document_is_found(world: pki.World, document: bytes, tmp_path: Path) -> None:
    content, _ = signed(document, in_file(world.officer(), world))
    at = content.index(b"/MediaBox")
    broken = content[:at] + content[at:].replace(b"/MediaBox", b"/MediaBoy", 1)
    [found] = check(broken, world.trust, tmp_path).signatures
    assert not found.intact
    assert "sửa sau khi ký" in found.problems[0]


def added_to(content: bytes) -> bytes:
    """A black square over the first page, appended as an update: the bytes that were signed stay as they are."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    square = writer.add_object(generic.StreamObject(stream_data=b"0 0 200 200 re f"))
    writer.add_stream_to_page(0, square)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_is_appended_behind_a_signature_is_found(
    world: pki.World, document: bytes, tmp_path: Path
) -> None:
    once, _ = signed(document, in_file(world.officer(), world))
    report = check(added_to(once), world.trust, tmp_path)
    assert (report.good, report.changed_after) == (False, True)
    assert report.signatures[0].intact  # the signed bytes are there, and something lies over them
    assert any("Sau chữ ký này" in words for words in report.signatures[0].problems)

    hidden, _ = signed(added_to(once), in_file(world.officer("UBND xã Thử"), world))
    report = check(hidden, world.trust, tmp_path)
    first, second = report.signatures
    assert (report.good, first.good, second.good) == (False, False, True)

    twice, _ = signed(once, in_file(world.officer("UBND xã Thử"), world))
    assert not any(found.good for found in check(added_to(twice), world.trust, tmp_path).signatures)


def test_expired_unknown_and_revoked_are_told_apart(
    world: pki.World, document: bytes, tmp_path: Path
) -> None:
    old = world.officer(days=30)
    content, _ = signed(document, in_file(old, world))
    [found] = check(content, world.trust, tmp_path).signatures
    assert (found.expired, found.trusted, found.good) == (True, True, False)

    elsewhere = pki.world()
    stranger = elsewhere.officer()
    content, _ = signed(document, in_file(stranger, elsewhere))
    [found] = check(content, world.trust, tmp_path).signatures
    assert (found.expired, found.trusted, found.good) == (False, False, False)
    assert any("không nằm trong danh sách tin cậy" in words for words in found.problems)

    revoked = world.officer()
    content, _ = signed(document, in_file(revoked, world))
    world.revoked.append((revoked.certificate, NOW - timedelta(days=3)))
    [found] = check(content, world.trust, tmp_path).signatures
    world.revoked.clear()
    assert found.revoked_at is not None
    assert not found.good


@pytest.mark.parametrize("content", [b"%PDF-1.4\nrubbish", b"not a pdf at all", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_document_is_told_in_words(content: bytes, world: pki.World, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"PDF|Không đọc được"):
        check(content, world.trust, tmp_path)


def test_a_document_without_signatures_is_not_good(document: bytes, world: pki.World, tmp_path: Path) -> None:
    report = check(document, world.trust, tmp_path)
    assert report.signatures == ()
    assert not report.good


def test_a_wrong_password_is_told(world: pki.World) -> None:
    with pytest.raises(Refused, match="Mật khẩu không đúng"):
        PyHankoSigner().look_into_file(world.officer().as_pkcs12("dung"), "sai")
