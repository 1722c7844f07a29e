"""What a file sent to be verified is taken for: only what this house issued vouches for anything."""

import io

import pikepdf
import pytest

from motcua.blobs.store import put
from motcua.integration.signing_pyhanko.checking import PyHankoChecker
from motcua.kernel import clock
from motcua.storehouse import ports
from motcua.storehouse.enums import Origin, PaperKind
from motcua.storehouse.models import Paper
from motcua.storehouse.verifying import verify_file

pytestmark = pytest.mark.django_db


def _pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made)
    return made.getvalue()


def _kept(data: bytes, kind: PaperKind, origin: Origin) -> Paper:
    blob = put(io.BytesIO(data), declared_name="giay.pdf")
    return Paper.objects.create(
        kind=kind.value, title="Giấy", origin=origin.value, blob=blob, created_at=clock.now()
    )


@pytest.mark.parametrize("kind", [PaperKind.COMPONENT, PaperKind.ATTACHED])
def test_what_somebody_handed_in_vouches_for_nothing(kind: PaperKind) -> None:
    ports.plug(checker=PyHankoChecker())
    forged = _pdf()
    _kept(forged, kind, Origin.UPLOADED)
    found = verify_file(io.BytesIO(forged))
    assert found.paper is None
    assert found.standing is None


def test_a_result_of_ours_is_known_by_its_bytes_even_when_somebody_handed_it_in_later() -> None:
    ports.plug(checker=PyHankoChecker())
    bytes_ = _pdf()
    result = _kept(bytes_, PaperKind.RESULT, Origin.PRODUCED)
    _kept(bytes_, PaperKind.COMPONENT, Origin.UPLOADED)
    found = verify_file(io.BytesIO(bytes_))
    assert found.paper == result
    assert found.standing is not None
    assert found.standing.holds
