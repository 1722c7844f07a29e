"""Drafts of results: from a template, edited in versions, submitted, approved into the dossier or returned."""

import io
from datetime import timedelta

import pytest
from docx import Document
from tests import factories
from tests.dossiers.paper_texts import docx_text, letters, pdf_text
from tests.factories import CLERK, moment

from motcua.audit.models import AuditRow
from motcua.blobs import store
from motcua.dossiers import actions, drafts
from motcua.dossiers.draft_templates import DraftKind
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.dossiers.paper_trail import Draft, DraftState
from motcua.kernel import clock
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Role
from motcua.organisation.rules import Grant, Officer
from motcua.storehouse.templates import kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier() -> Dossier:
    commune = factories.agency()
    clerk = factories.officer(commune)
    with frozen(moment("2026-06-01 08:00")):
        filing = factories.filing(factories.version(3), commune, "Hoàng Thị Ẩn")
        made = actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk)
    return Dossier.objects.select_related("agency", "desk", "procedure", "version", "person", "business").get(
        pk=made.pk
    )


def officer_of(dossier: Dossier) -> Officer:
    agency = dossier.agency
    grants = (Grant(Role.SPECIALIST, agency.path, False), Grant(Role.LEADER, agency.path, False))
    return Officer(
        dossier.receiver_id or 0, "Mùa A Chống", "Chuyên viên", agency.code, agency.name, agency.path, grants
    )


def begun(dossier: Dossier, kind: DraftKind = DraftKind.DECISION) -> Draft:
    choice = next(each for each in drafts.choices_for(dossier) if each.kind is kind)
    return drafts.start(dossier, choice, title="Quyết định cấp phép", officer=officer_of(dossier))


def edited(words: str) -> bytes:
    document = Document()
    document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", DraftKind)
def test_a_draft_is_filled_from_the_dossier_and_drawn_alike(dossier: Dossier, kind: DraftKind):
    [version] = drafts.versions_of(begun(dossier, kind))
    document, printed = store.read_blob(version.document_id), store.read_blob(version.pdf_id)
    assert "Hoàng Thị Ẩn" in docx_text(document)
    assert str(dossier.code) in docx_text(document)
    assert letters(docx_text(document)) == letters(pdf_text(printed))


def test_the_whole_way_to_a_result(dossier: Dossier):
    draft = begun(dossier)
    with pytest.raises(Refused, match="không chờ duyệt"):
        drafts.approve(draft, actor=CLERK)
    drafts.submit(draft, actor=CLERK)
    with pytest.raises(Refused, match="Ghi ý kiến"):
        drafts.give_back(draft, words=" ", actor=CLERK)
    with pytest.raises(Refused, match="chưa sửa được"):
        drafts.revise(draft, edited("khác"), file_name="a.docx", note="", actor=CLERK)
    drafts.give_back(draft, words="Sửa căn cứ.", actor=CLERK)
    version = drafts.revise(
        draft, edited("Nội dung đã sửa"), file_name="a.docx", note="Sửa căn cứ", actor=CLERK
    )
    assert version.number == 2
    drafts.submit(draft, actor=CLERK)
    link = drafts.approve(draft, actor=CLERK)
    row = Draft.objects.get(pk=draft.pk)
    assert (row.status, row.result_id) == (DraftState.APPROVED, link.pk)
    paper = DossierPaper.objects.select_related("paper").get(dossier=dossier, role="result").paper
    assert (paper.title, paper.signed) == ("Quyết định cấp phép", False)
    assert "Nội dung đã sửa" in pdf_text(store.read_blob(str(paper.blob_id)))
    with pytest.raises(Refused):
        drafts.approve(draft, actor=CLERK)
    assert DossierPaper.objects.filter(dossier=dossier, role="result").count() == 1


@pytest.mark.parametrize("approves", [True, False])
def test_many_are_decided_once_and_those_that_cannot_are_told(dossier: Dossier, approves: bool):
    ready, again, waiting = begun(dossier), begun(dossier), begun(dossier, DraftKind.LETTER)
    drafts.submit(ready, actor=CLERK)
    decision = drafts.Decision(approves, clock.now(), "Sửa căn cứ.", {ready.pk: "Sửa tên."})
    with frozen(clock.now() + timedelta(minutes=1)):
        drafts.submit(again, actor=CLERK)
        for _ in range(2):  # run again after a stop
            done, refused = drafts.decide_many([ready, again, waiting], decision, actor=CLERK)
            assert done == [ready.pk]
            assert "trình lại sau khi" in refused[again.pk]
            assert "không chờ duyệt" in refused[waiting.pk]
    assert Draft.objects.get(pk=ready.pk).answer == "Sửa tên."
    assert (
        AuditRow.objects.filter(action__in=["dossiers.draft_approved", "dossiers.draft_returned"]).count()
        == 1
    )


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"%PDF-1.4", "a.pdf", "Word"), (b"broken", "a.docx", "hỏng")],
)
def test_what_is_no_document_is_refused(dossier: Dossier, content: bytes, name: str, words: str):
    draft = begun(dossier)
    with pytest.raises(Refused, match=words):
        drafts.revise(draft, content, file_name=name, note="", actor=CLERK)
    assert len(drafts.versions_of(draft)) == 1


def test_the_words_of_a_draft_are_those_its_templates_may_use(dossier: Dossier):
    from motcua.dossiers.draft_templates import values

    [known] = {tuple(sorted(kind.known)) for kind in kinds() if kind.key.startswith("draft.")}
    assert tuple(sorted(values(dossier, "x"))) == known
