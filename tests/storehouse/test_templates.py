"""Templates of offices: uploaded, checked by the worker, put in use, taken back; used when a form is issued."""

import io

import pytest
from docx import Document
from tests import factories
from tests.dossiers.paper_texts import docx_text, pdf_text, squeezed
from tests.factories import CLERK, moment

from motcua.blobs import store
from motcua.dossiers import actions
from motcua.dossiers.slips import FormKind, issuing
from motcua.jobs.running import run_to_end
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Refused
from motcua.storehouse import templates
from motcua.storehouse.template_models import Template, TemplateState

pytestmark = pytest.mark.django_db
RECEIPT_2025 = ("form.receipt", "2025")


def document(*words: str) -> bytes:
    made = Document()
    for text in words:
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def uploaded(content: bytes, scope: str = "H99.01", name: str = "a.docx") -> Template:
    kind = templates.kind_named(*RECEIPT_2025)
    row = templates.upload(content, file_name=name, kind=kind, scope=scope, actor=CLERK)
    run_to_end()
    return Template.objects.get(pk=row.pk)


def test_every_packaged_template_passes_its_own_check():
    """The same check as for uploaded ones: known fields only, filled with the example."""
    for kind in templates.kinds():
        known, packaged = kind.known, kind.built_in()
        from motcua.rendering.own_template import fill_checked

        example = kind.example()
        assert fill_checked(packaged, example.values, example.images, known).startswith(b"PK"), kind


def test_a_good_template_is_previewed_used_and_taken_back():
    first = uploaded(document("Kính gửi {{ applicant }}"))
    assert (first.state, first.number, first.active) == (TemplateState.READY.value, 1, False)
    assert first.preview is not None
    assert "Kính gửi Hoàng Thị Ngọc Ẩn" in squeezed(pdf_text(store.read_blob(first.preview.pk)))
    templates.use(first, actor=CLERK)
    second = uploaded(document("Bản hai {{ applicant }}"))
    assert second.number == 2
    templates.use(second, actor=CLERK)
    assert templates.active_for(*RECEIPT_2025, ("H99.01", "H99")) == second
    templates.use(first, actor=CLERK)
    assert templates.active_for(*RECEIPT_2025, ("H99.01", "H99")) == first
    templates.use_packaged(first, actor=CLERK)
    assert templates.active_for(*RECEIPT_2025, ("H99.01", "H99")) is None
    with pytest.raises(Refused, match="Mẫu gốc"):
        templates.use_packaged(first, actor=CLERK)


def test_a_narrower_agency_wins():
    province, commune = uploaded(document("tỉnh"), "H99"), uploaded(document("xã"), "H99.01")
    templates.use(province, actor=CLERK)
    assert templates.active_for(*RECEIPT_2025, ("H99.01", "H99")) == province
    templates.use(commune, actor=CLERK)
    assert templates.active_for(*RECEIPT_2025, ("H99.01", "H99")) == commune
    assert templates.active_for(*RECEIPT_2025, ("H99.02", "H99")) == province


def test_a_template_with_a_mistake_is_never_used():
    row = uploaded(document("Kính gửi {{ nguoi_nop }}"))
    assert row.state == TemplateState.REFUSED.value
    assert "«nguoi_nop»" in row.problem
    assert "«Kính gửi {{ nguoi_nop }}»" in row.problem
    with pytest.raises(Refused, match="không có lỗi"):
        templates.use(row, actor=CLERK)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"x", "a.docx", "hỏng"), (document("x"), "a.docm", ".docx"), (b"x" * (6 << 20), "a.docx", "5 MB")],
)
def test_what_is_refused_at_once(content: bytes, name: str, words: str):
    with pytest.raises(Refused, match=words):
        templates.upload(
            content, file_name=name, kind=templates.kind_named(*RECEIPT_2025), scope="H99.01", actor=CLERK
        )
    assert not Template.objects.exists()


def test_a_form_goes_out_on_the_template_of_its_day_and_is_printed_again_on_it():
    commune = factories.agency("H99.01")
    clerk = factories.officer(commune)
    own = uploaded(document("Mẫu riêng của xã cho {{ applicant }}"))
    templates.use(own, actor=CLERK)
    with frozen(moment("2026-06-01 08:00")):
        filing = factories.filing(factories.version(3), commune, "Hoàng Thị Ẩn")
        dossier = actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk)
        row = issuing.issue(dossier.pk, FormKind.RECEIPT, 2, actor=CLERK)
    templates.use_packaged(own, actor=CLERK)
    assert "Mẫu riêng của xã cho Hoàng Thị Ẩn" in squeezed(pdf_text(issuing.issued_pdf(row)))
    assert "Mẫu riêng của xã cho Hoàng Thị Ẩn" in squeezed(docx_text(issuing.issued_docx(row)))
