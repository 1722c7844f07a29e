"""Certified electronic copies: an original checked, its copy numbered, signed, sealed, given out, verified, withdrawn."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests import factories
from tests.factories import moment
from tests.forge import pki, scans
from tests.staff.conftest import Office, received
from tests.staff.test_papers import _plugged, register, world  # noqa: F401 - fixtures

from motcua.audit import relay
from motcua.blobs.store import put, read_blob
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.datastore.writing import act
from motcua.dossiers import certifying
from motcua.dossiers.certified_models import CertifiedCopy, CopyState
from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier, DossierPaper, PaperRole
from motcua.dossiers.rules.certifying import check_refusal, fee_rule, number_text
from motcua.jobs.running import run_to_end
from motcua.kernel.clock import frozen
from motcua.kernel.periods import parse
from motcua.kernel.refusals import Refused
from motcua.measurement.queries import scope_of
from motcua.measurement.units import units
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency
from motcua.storehouse import trusting
from motcua.storehouse.enums import KeyPurpose, Origin, PaperKind
from motcua.storehouse.models import Paper, SigningStep
from motcua.storehouse.queries import held_by
from motcua.storehouse.template_models import Template, TemplateState

pytestmark = pytest.mark.django_db


@pytest.fixture
def certification(db: None) -> ProcedureVersion:
    """The procedure under which copies are certified."""
    made = factories.version(1)
    Procedure.objects.filter(pk=made.procedure_id).update(
        code="2.000815", name="Chứng thực bản sao từ bản chính"
    )
    made.procedure.refresh_from_db()
    return made


def check(office: Office, dossier: Dossier, title: str = "Giấy khai sinh", **more: Any) -> Any:
    file = io.BytesIO(more.pop("content", None) or scans.page(scans.told(1)))
    file.name = "ban-chinh.pdf"
    sent = {"do": "check", "title": title, "number": "12/KS", "issuer": "UBND xã Cũ", "issued_on": "05/03/2016",
            "file": file, "seen": "on"} | more  # fmt: skip
    return office[Role.SPECIALIST].post(page_of(dossier), sent)


def page_of(dossier: Dossier) -> str:
    return reverse("staff:certify", args=[dossier.code])


def number(office: Office, dossier: Dossier) -> list[CertifiedCopy]:
    """Have every checked original copied, composed and asked to be signed."""
    picked = [copy.pk for copy in certifying.copies_of(dossier) if copy.status is CopyState.CHECKED]
    sent = {"do": "number", "pick": picked, "certifier": office.staff[Role.LEADER].pk}
    assert office[Role.SPECIALIST].post(page_of(dossier), sent).status_code == 302
    run_to_end()
    return list(CertifiedCopy.objects.filter(pk__in=picked).order_by("pk"))


def sign_all(office: Office, world: pki.World) -> None:  # noqa: F811
    """The leader signs everything that waits, then seals it: one session each."""
    own, seal = (register(office, Role.LEADER, world, purpose) for purpose in KeyPurpose)
    for key in (own, seal):
        steps = SigningStep.objects.filter(state="waiting", purpose=key.purpose).values_list("pk", flat=True)
        sent = {"pick": list(steps), "key": key.pk, "secret": "bi-mat"}
        assert office[Role.LEADER].post(reverse("staff:signing"), sent).status_code == 302
        run_to_end()
    relay.run_to_end()


def test_two_originals_become_signed_copies_that_anybody_can_verify(
    office: Office,
    elsewhere: Office,
    certification: ProcedureVersion,
    world: pki.World,  # noqa: F811
) -> None:
    trusting.add_trusted(world.root.certificate, actor=office.actor(Role.ADMINISTRATOR))
    dossier = received(office, certification)
    assert (
        page_of(dossier)
        in office[Role.SPECIALIST].get(reverse("staff:dossier", args=[dossier.code])).content.decode()
    )
    assert check(office, dossier).status_code == 302
    assert check(office, dossier, "Bằng tốt nghiệp").status_code == 302
    first, second = number(office, dossier)
    assert [first.serial, second.serial] == [1, 2]
    assert first.number_text == "01, quyển số 01/2026 - SCT/BS"
    assert first.fee == 2000
    assert first.paper is not None
    assert dossier.person is not None
    assert not held_by(dossier.person).exists()  # nobody relies on a copy that is not signed yet
    with pytest.raises(Refused, match="chưa lập, chưa ký"):
        certifying.finish(dossier, seen=None, act_key=None, actor=office.actor(Role.SPECIALIST))
    sign_all(office, world)

    shown = office[Role.SPECIALIST].get(page_of(dossier)).content.decode()
    assert "Giải quyết xong hồ sơ" in shown
    held = list(held_by(dossier.person))
    assert {paper.kind for paper in held} == {PaperKind.CERTIFIED.value}
    assert DossierPaper.objects.filter(dossier=dossier, role=PaperRole.RESULT).count() == 2
    paper = Paper.objects.get(pk=first.paper_id)
    content = read_blob(str(paper.blob_id))
    [code] = codes_on_last_page(content)
    assert code.endswith(reverse("public:verify-one", args=[paper.verification]))
    told = Client().get(reverse("public:verify-one", args=[paper.verification])).content.decode()
    assert "Còn giá trị" in told
    assert first.number_text in told
    file = io.BytesIO(content)
    file.name = "ban-sao.pdf"
    told = Client().post(reverse("public:verify"), {"file": file}).content.decode()
    assert "Tất cả chữ ký hợp lệ" in told
    assert first.number_text in told
    assert elsewhere[Role.SPECIALIST].get(page_of(dossier)).status_code == 404
    assert elsewhere[Role.LEADER].get(reverse("staff:certified-file", args=[first.pk])).status_code == 404

    Agency.objects.update(has_desk=True)
    having, missing = units(scope_of(office.agency), parse("2026-06"), moment("2026-06-30 10:00"))[
        "U.certified"
    ]
    assert (having, missing) == ((office.agency.code,), ())
    having, missing = units(scope_of(elsewhere.agency), parse("2026-06"), moment("2026-06-30 10:00"))[
        "U.certified"
    ]
    assert (having, missing) == ((), (elsewhere.agency.code,))

    # certified anew, withdrawn: whoever verifies is told so
    check(office, dossier, "Giấy khai sinh", replaces=first.pk)
    [third] = number(office, dossier)
    sign_all(office, world)
    there = reverse("public:verify-one", args=[paper.verification])
    assert "được thay bằng bản khác" in Client().get(there).content.decode()
    act_url = reverse("staff:certify-act", args=[second.pk, "huy"])
    assert office[Role.SPECIALIST].post(act_url, {"reason": "Sai trang"}).status_code == 404
    assert office[Role.LEADER].post(act_url, {"reason": ""}).status_code == 422
    assert office[Role.LEADER].post(act_url, {"reason": "Sai trang"}).status_code == 302
    there = reverse("public:verify-one", args=[Paper.objects.get(pk=second.paper_id).verification])
    assert "bị thu hồi" in Client().get(there).content.decode()
    assert [each.pk for each in held_by(dossier.person)] == [third.paper_id]
    assert "Thu hồi: Sai trang" in office[Role.LEADER].get(reverse("staff:certified-book")).content.decode()
    sent = {"do": "finish", "seen_version": Dossier.objects.get(pk=dossier.pk).revision, "act_key": "ct-1"}
    assert office[Role.SPECIALIST].post(page_of(dossier), sent).status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).status is State.SETTLED


def codes_on_last_page(content: bytes) -> list[str]:
    import pypdfium2
    import zxingcpp

    document = pypdfium2.PdfDocument(content)
    assert len(document) == 2  # the original's page, then the certification text
    picture = document[1].render(scale=3).to_numpy()
    return [each.text for each in zxingcpp.read_barcodes(picture)]


def numbered(office: Office, dossier: Dossier, *titles: str) -> list[CertifiedCopy]:
    """Originals with numbers whose copies nobody composes."""
    scan, by = put(scans.page(scans.told(1))), office.staff[Role.SPECIALIST]
    rows = [
        CertifiedCopy.objects.create(
            dossier=dossier, agency=office.agency, state="checked", requester=dossier.applicant_name, title=title,
            pages=1, fee=2000, scan=scan, checked_by=by, checked_at=moment("2026-06-03 08:00"),
        )
        for title in titles
    ]  # fmt: skip
    certifying.number_copies(
        dossier, rows, certifier=office.staff[Role.LEADER], verify_url="https://vi-du/{}", actor=office.actor(Role.SPECIALIST)
    )  # fmt: skip
    return list(CertifiedCopy.objects.filter(pk__in=[row.pk for row in rows]).order_by("serial"))


def test_the_book_keeps_every_number_and_is_saved_as_a_file(
    office: Office, elsewhere: Office, certification: ProcedureVersion, django_assert_max_num_queries: Any
) -> None:
    dossier = received(office, certification)
    copies = numbered(office, dossier, "Giấy khai sinh", "Bằng tốt nghiệp", "Sổ hộ khẩu")
    url = reverse("staff:certify-act", args=[copies[1].pk, "huy"])
    assert office[Role.SPECIALIST].post(url, {"reason": "Chọn nhầm tệp"}).status_code == 302
    with frozen(moment("2027-01-04 08:00")):
        later = received(office, certification)
        assert numbered(office, later, "Giấy khai sinh")[0].number_text == "01, quyển số 01/2027 - SCT/BS"
    book = reverse("staff:certified-book")
    with django_assert_max_num_queries(14):
        shown = office[Role.CONTROL].get(book, {"year": 2026}).content.decode()
    assert [f"0{serial}, quyển số 01/2026" in shown for serial in (1, 2, 3)] == [True, True, True]
    assert "Chọn nhầm tệp" in shown
    assert "quyển số 01/2027" not in shown
    assert (
        "Bằng tốt nghiệp"
        not in office[Role.LEADER].get(book, {"year": 2026, "q": "khai sinh"}).content.decode()
    )
    answer = office[Role.LEADER].post(f"{book}?year=2026")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[0] for row in rows[1:]] == [1, 2, 3]
    assert [row[8] for row in rows[1:]] == [2000, 0, 2000]
    assert "quyển số 01/2026" not in elsewhere[Role.LEADER].get(book, {"year": ""}).content.decode()
    assert office[Role.INSPECTOR].get(book).status_code == 404


def test_what_is_no_basis_for_a_copy_is_refused_with_a_lawful_reason(
    office: Office, certification: ProcedureVersion, birth: ProcedureVersion
) -> None:
    dossier = received(office, certification)
    browser, page = office[Role.SPECIALIST], page_of(dossier)
    unseen = check(office, dossier, seen="")
    assert unseen.status_code == 422
    assert "Đối chiếu bản chụp với bản chính" in unseen.content.decode()
    sent = {"do": "refuse", "title": "Hợp đồng viết tay", "reason": "", "words": ""}
    assert browser.post(page, sent).status_code == 422
    assert browser.post(page, sent | {"reason": "private", "words": "Không có dấu"}).status_code == 302
    [copy] = certifying.copies_of(dossier)
    assert copy.serial is None
    assert copy.refusal.endswith("có thẩm quyền. Không có dấu")
    shown = browser.get(page).content.decode()
    assert "Từ chối giải quyết hồ sơ" in shown
    other = received(office, birth)
    assert browser.get(page_of(other)).status_code == 404
    assert (
        "Bản sao chứng thực</a>"
        not in browser.get(reverse("staff:dossier", args=[other.code])).content.decode()
    )


def test_a_signed_document_is_an_original_itself_and_a_signed_scan_loses_its_mark(
    office: Office,
    certification: ProcedureVersion,
    world: pki.World,  # noqa: F811
) -> None:
    from motcua.integration.signing_pyhanko.signing import PyHankoSigner
    from motcua.storehouse.enums import KeySource
    from motcua.storehouse.ports import KeyAccess, Wish

    issued = world.officer()
    access = KeyAccess(
        KeySource.PKCS12, material=issued.as_pkcs12("x"), secret="x", certificate=issued.certificate
    )
    out = io.BytesIO()
    with PyHankoSigner().open_key(access) as key:
        key.sign(io.BytesIO(scans.page(scans.told(3))), out, Wish())
    dossier = received(office, certification)
    refused = check(office, dossier, content=out.getvalue())
    assert "bản chính điện tử" in refused.content.decode()
    with act():
        from motcua.storehouse.actions import NewPaper, keep

        [paper] = keep([NewPaper(kind=PaperKind.COMPONENT, title="Bản quét", origin=Origin.SCANNED_AT_DESK,
                                 blob=put(out.getvalue(), declared_name="a.pdf").sha256, signed=True)])  # fmt: skip
        row = DossierPaper.objects.create(dossier=dossier, role=PaperRole.COMPONENT, paper=paper)
    sent = {"do": "check", "title": "Giấy khai sinh", "scan": row.pk, "seen": "on"}
    assert office[Role.SPECIALIST].post(page_of(dossier), sent).status_code == 302
    [copy] = number(office, dossier)
    assert copy.paper is not None
    assert b"/Sig" not in read_blob(str(copy.paper.blob_id))


def test_a_template_that_fails_keeps_the_number_and_is_tried_again(
    office: Office, certification: ProcedureVersion
) -> None:
    dossier = received(office, certification)
    check(office, dossier)
    bad = Template.objects.create(
        kind="certify.copy", scope=office.agency.code, name="Hỏng", number=1, source=put(b"PK no docx"),
        state=TemplateState.READY.value, active=True, uploaded_by="thử", uploaded_at=moment("2026-06-01 08:00"),
    )  # fmt: skip
    [copy] = number(office, dossier)
    assert (copy.status, copy.serial) == (CopyState.COMPOSING, 1)
    assert "mẫu lời chứng" in copy.problem
    Template.objects.filter(pk=bad.pk).update(active=False)
    again = reverse("staff:certify-act", args=[copy.pk, "lap-lai"])
    assert office[Role.SPECIALIST].post(again).status_code == 302
    run_to_end()
    copy.refresh_from_db()
    assert (copy.status, copy.serial, copy.problem) == (CopyState.SIGNING, 1, "")


@pytest.mark.parametrize(
    ("pages", "fee"), [(0, 0), (1, 2000), (2, 4000), (3, 5000), (10, 12000), (400, 200000)]
)
def test_the_fee_goes_by_pages(pages: int, fee: int) -> None:
    assert fee_rule({"page": 2000, "from_page": 3, "later_page": 1000, "most": 200000}).of(pages) == fee


def test_words_of_numbers_and_refusals() -> None:
    assert number_text("{number:02d}/{year}", number=5, year=2026) == "05/2026"
    for pattern in ("{year}", "{other}", "{number"):
        with pytest.raises(Refused):
            number_text(pattern, number=1, year=2026)
    with pytest.raises(Refused):
        check_refusal("khac", "", {"altered": "Tẩy xóa"})
