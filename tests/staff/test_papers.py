"""Digitising, signing and checking through the pages: what an officer sees, may do, and is told."""

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.forge import pki, scans
from tests.staff.conftest import Office, received

from motcua.blobs.store import put
from motcua.catalogue.models import ProcedureVersion
from motcua.datastore.writing import act
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.models import Dossier, DossierPaper, PaperRole
from motcua.integration.signing_pyhanko.checking import PyHankoChecker
from motcua.integration.signing_pyhanko.signing import PyHankoSigner
from motcua.jobs.running import run_to_end
from motcua.organisation.enums import Role
from motcua.storehouse import keys, ports, trusting
from motcua.storehouse.actions import NewPaper, keep
from motcua.storehouse.enums import KeyPurpose, Origin, PaperKind, ScannedState
from motcua.storehouse.models import Paper, Scan, ScannedPaper, SigningBatch, SigningKey, SigningStep

pytestmark = pytest.mark.django_db


class NobodyReads:
    """A house without Tesseract."""

    def ready(self) -> str:
        return "Máy chủ chưa cài Tesseract."

    def recognise(self, *_: Any, **__: Any) -> Any:
        raise AssertionError


@pytest.fixture(autouse=True)
def _plugged() -> Any:
    from dataclasses import replace

    before = replace(ports._plugged)
    ports.plug(recogniser=NobodyReads(), signer=PyHankoSigner(), checker=PyHankoChecker())
    yield
    for name in ("recogniser", "signer", "checker"):
        setattr(ports._plugged, name, getattr(before, name))


@pytest.fixture(scope="module")
def world() -> pki.World:
    return pki.world()


def upload(office: Office, content: bytes, name: str = "quet.pdf", role: Role = Role.RECEPTION) -> Any:
    file = io.BytesIO(content)
    file.name = name
    fields = {"agency": office.agency.pk, "source": "upload", "files": file}
    return office[role].post(reverse("staff:scans"), fields)


def register(
    office: Office, role: Role, world: pki.World, purpose: KeyPurpose = KeyPurpose.PERSONAL
) -> SigningKey:
    staff = office.staff[role]
    file = world.officer(staff.name).as_pkcs12("bi-mat", world.authority.certificate)
    return keys.register_file(staff, file, "bi-mat", purpose=purpose, actor=office.actor(role))


def result_of(office: Office, birth: ProcedureVersion) -> DossierPaper:
    dossier = received(office, birth)
    blob = put(scans.page(scans.told(1)), declared_name="a.pdf")
    with act():
        [paper] = keep(
            [
                NewPaper(
                    kind=PaperKind.RESULT, title="Giấy khai sinh", origin=Origin.PRODUCED, blob=blob.sha256
                )
            ]
        )
        return DossierPaper.objects.create(dossier=dossier, role=PaperRole.RESULT, paper=paper)


def test_an_upload_becomes_a_paper_over_the_pages(
    office: Office, elsewhere: Office, world: pki.World
) -> None:
    assert upload(office, scans.page(scans.told(1))).status_code == 302
    run_to_end()
    [piece] = ScannedPaper.objects.all()
    browser = office[Role.RECEPTION]
    queue = browser.get(reverse("staff:scans")).content.decode()
    assert "Chờ ký bản chụp" in queue
    assert "đăng ký khóa" in queue  # no key yet: where to get one
    key = register(office, Role.RECEPTION, world)
    signed = browser.post(reverse("staff:sign-copies"), {"pick": piece.pk, "key": key.pk, "secret": "bi-mat"})
    assert signed.url == reverse("staff:signing-batch", args=[SigningBatch.objects.get().pk])
    run_to_end()
    assert "Đã ký" in browser.get(signed.url).content.decode()
    page = reverse("staff:scanned", args=[piece.pk])
    shown = browser.get(page).content.decode()
    assert "Xác nhận và lưu kho" in shown
    picture = browser.get(reverse("staff:scanned-picture", args=[piece.pk, 0]))
    assert picture.content.startswith(b"\x89PNG")
    wrong = browser.post(page, {"title": "", "kind": "component"})
    assert wrong.status_code == 422
    told = {"title": "Giấy khai sinh", "kind": "component", "number": "1/GKS", "owner_name": "Lò Thị Mẩy",
            "owner_identity": "012 345 678 901"}  # fmt: skip
    assert browser.post(page, told).status_code == 302
    paper = Paper.objects.get()
    assert (paper.number, paper.signed) == ("1/GKS", True)
    assert browser.post(page, told).status_code == 409  # a second click stores nothing
    assert Paper.objects.count() == 1
    for url in (
        page,
        reverse("staff:scan", args=[piece.scan_id]),
        reverse("staff:scanned-file", args=[piece.pk]),
    ):
        assert elsewhere[Role.RECEPTION].get(url).status_code == 404
        assert office[Role.CONTROL].get(url).status_code == 404


def test_files_that_are_refused_are_named_and_the_others_come_in(office: Office) -> None:
    good, bad = io.BytesIO(scans.page(scans.told(1))), io.BytesIO(b"\xff\xd8\xff\xe0 jpeg")
    good.name, bad.name = "tot.pdf", "xau.pdf"
    fields = {"agency": office.agency.pk, "source": "upload", "files": [good, bad]}
    answer = office[Role.RECEPTION].post(reverse("staff:scans"), fields)
    assert answer.status_code == 422
    assert "xau.pdf: Tệp có tên .pdf nhưng nội dung là ảnh JPEG" in answer.content.decode()
    assert [scan.name for scan in Scan.objects.all()] == ["tot.pdf"]


def test_the_queue_stays_within_its_statements(office: Office, django_assert_max_num_queries: Any) -> None:
    for seed in range(6):
        upload(office, scans.page(scans.told(seed)), f"{seed}.pdf")
    with django_assert_max_num_queries(15):
        office[Role.RECEPTION].get(reverse("staff:scans"))


def test_a_result_is_sent_for_signature_signed_sealed_printed_and_revoked(
    office: Office, birth: ProcedureVersion, world: pki.World
) -> None:
    trusting.add_trusted(world.root.certificate, actor=office.actor(Role.ADMINISTRATOR))
    row = result_of(office, birth)
    specialist, leader = office[Role.SPECIALIST], office[Role.LEADER]
    own = register(office, Role.LEADER, world)
    seal = register(office, Role.LEADER, world, KeyPurpose.SEAL)
    page = reverse("staff:result", args=[row.pk])
    asked = {"way": "ask", "signer": office.staff[Role.LEADER].pk, "above": "Trần Văn Ký", "seal": "on"}
    assert specialist.post(page, asked).status_code == 302
    first, second = SigningStep.objects.order_by("order")
    waiting = reverse("staff:signing")
    for step, key in ((first, own), (second, seal)):
        assert leader.get(waiting).content.decode().count('name="pick"') == 1
        assert leader.post(waiting, {"pick": step.pk, "key": key.pk, "secret": "bi-mat"}).status_code == 302
        run_to_end()
    assert 'name="pick"' not in leader.get(waiting).content.decode()
    paper = Paper.objects.get(pk=row.paper_id)
    assert paper.signed
    assert paper.verification
    printed = specialist.get(reverse("staff:result-print", args=[row.pk]))
    assert (
        codes_on(printed.content)[0]
        .split("\n")[-1]
        .endswith(reverse("public:verify-one", args=[paper.verification]))
    )
    visitor = Client()
    there = reverse("public:verify-one", args=[paper.verification])
    assert "Còn giá trị" in visitor.get(there).content.decode()
    assert specialist.post(page, {"way": "revoke", "reason": "Cấp sai"}).status_code == 404
    assert leader.post(page, {"way": "revoke", "reason": "Cấp sai"}).status_code == 302
    told = visitor.get(there).content.decode()
    assert "Không còn giá trị" in told
    assert "đã bị thu hồi" in told


def test_many_results_are_sent_for_signature_at_once(
    office: Office, elsewhere: Office, birth: ProcedureVersion
) -> None:
    one, two = result_of(office, birth), result_of(office, birth)
    specialist, url, signer = (
        office[Role.SPECIALIST],
        reverse("staff:results-ask"),
        office.staff[Role.LEADER].pk,
    )
    sent = {"pick": [one.pk, two.pk], "signer": signer, "seal": "1"}
    assert elsewhere[Role.SPECIALIST].post(url, sent).status_code == 404
    for wrong in (
        sent | {"pick": []},
        sent | {"signer": ""},
        sent | {"signer": office.staff[Role.RECEPTION].pk},
    ):
        assert specialist.post(url, wrong).status_code == 422
    assert specialist.post(url, sent | {"pick": [one.pk]}).status_code == 302
    told = specialist.post(url, sent)  # one of them is asked for already
    assert "đã trình ký" in told.content.decode()
    assert SigningStep.objects.count() == 4
    page = specialist.get(reverse("staff:results")).content.decode()
    assert "Đã trình ký" in page
    assert 'name="pick"' not in page
    assert office[Role.LEADER].get(reverse("staff:signing")).content.decode().count('name="pick"') == 2
    # Received at our desk, settled elsewhere: theirs to sign.
    theirs = result_of(elsewhere, birth)
    Dossier.objects.filter(pk=theirs.dossier_id).update(desk=office.agency)
    assert specialist.post(url, sent | {"pick": [theirs.pk]}).status_code == 422


def codes_on(content: bytes) -> list[str]:
    import zxingcpp

    return [each.text for each in zxingcpp.read_barcodes(scans.picture(content, dpi=250))]


def test_a_visitor_checks_a_file(office: Office, birth: ProcedureVersion, world: pki.World) -> None:
    from motcua.blobs.store import read_blob
    from motcua.storehouse import signing

    trusting.add_trusted(world.root.certificate, actor=office.actor(Role.ADMINISTRATOR))
    row = result_of(office, birth)
    leader = office.staff[Role.LEADER]
    steps = signing.ask_signatures(
        row.paper,
        [signing.Wanted(KeyPurpose.PERSONAL, office.agency, leader)],
        actor=office.actor(Role.LEADER),
    )
    key = register(office, Role.LEADER, world)
    signing.sign_many(steps, key, "bi-mat", by=leader, actor=office.actor(Role.LEADER))
    run_to_end()
    row.paper.refresh_from_db()
    file = io.BytesIO(read_blob(str(row.paper.blob_id)))
    file.name = "a.pdf"
    told = Client().post(reverse("public:verify"), {"file": file}).content.decode()
    assert "Tất cả chữ ký hợp lệ" in told
    assert leader.name in told
    assert "còn giá trị" in told
    plain = io.BytesIO(scans.page(scans.told(2)))
    plain.name = "b.pdf"
    assert (
        "không có chữ ký số nào" in Client().post(reverse("public:verify"), {"file": plain}).content.decode()
    )
    text = io.BytesIO(b"hello")
    text.name = "c.pdf"
    answer = office[Role.INSPECTOR].post(reverse("staff:check-signatures"), {"file": text})
    assert answer.status_code == 422
    assert "không phải PDF" in answer.content.decode()


def test_an_unknown_mark_is_absent(office: Office) -> None:
    assert Client().get(reverse("public:verify-one", args=["ABCD-EFGH-JKMN-PQRS"])).status_code == 404
    assert Client().get(reverse("public:verify"), {"ma": "abcd"}).url == reverse(
        "public:verify-one", args=["abcd"]
    )


def test_keys_are_registered_made_and_ended_on_their_page(office: Office, world: pki.World) -> None:
    browser, page = office[Role.LEADER], reverse("staff:keys")
    file = io.BytesIO(world.officer("Người Lãnh đạo").as_pkcs12("dung"))
    file.name = "khoa.p12"
    wrong = browser.post(page, {"way": "file", "purpose": "personal", "secret": "sai", "file": file})
    assert wrong.status_code == 422
    assert "Mật khẩu không đúng" in wrong.content.decode()
    file.seek(0)
    right = browser.post(page, {"way": "file", "purpose": "personal", "secret": "dung", "file": file})
    assert right.status_code == 302
    assert browser.post(page, {"way": "trial", "purpose": "seal", "secret": "1234"}).status_code == 302
    assert SigningKey.objects.filter(holder=office.staff[Role.LEADER], ended_at=None).count() == 2
    key = SigningKey.objects.filter(holder=office.staff[Role.LEADER], ended_at=None).first()
    assert key is not None
    assert office[Role.SPECIALIST].post(reverse("staff:key-end", args=[key.pk])).status_code == 404
    assert browser.post(reverse("staff:key-end", args=[key.pk])).status_code == 302


def test_only_those_who_administer_everything_choose_whom_to_trust(office: Office, world: pki.World) -> None:
    def cer() -> Any:
        file = io.BytesIO(world.root.certificate)
        file.name = "goc.cer"
        return file

    page = reverse("staff:trust")
    assert office[Role.LEADER].get(page).status_code == 404
    assert office[Role.ADMINISTRATOR].post(page, {"file": cer()}).status_code == 302
    assert "Gốc thử nghiệm" in office[Role.ADMINISTRATOR].get(page).content.decode()
    person = io.BytesIO(world.officer().certificate)
    person.name = "nguoi.cer"
    wrong = office[Role.ADMINISTRATOR].post(page, {"file": person})
    assert "không phải của nơi cấp" in wrong.content.decode()


def test_a_failed_file_can_be_tried_again_or_put_aside(office: Office) -> None:
    upload(office, b"%PDF-1.7\nrubbish")
    run_to_end()
    [scan] = Scan.objects.all()
    page = office[Role.RECEPTION].get(reverse("staff:scan", args=[scan.pk])).content.decode()
    assert "bị hỏng" in page
    again = office[Role.RECEPTION].post(reverse("staff:scan-act", args=[scan.pk, "lam-lai"]))
    assert again.status_code == 302
    run_to_end()
    assert office[Role.RECEPTION].post(reverse("staff:scan-act", args=[scan.pk, "bo"])).status_code == 302
    scan.refresh_from_db()
    assert scan.state == "dropped"
    assert json.loads(scan.told) == {}
    assert ScannedState.DROPPED.value == "dropped"
    assert datetime.now(UTC) > scan.created_at


def test_a_paper_seen_at_reception_is_scanned_from_its_dossier(
    office: Office, elsewhere: Office, birth: ProcedureVersion
) -> None:
    dossier = received(office, birth, papers=(HandedIn("Giấy chứng sinh", "scanned_at_desk"),))
    row = DossierPaper.objects.get(dossier=dossier)
    link = f"{reverse('staff:scans')}?giay-to={row.pk}"
    browser = office[Role.RECEPTION]
    assert link in browser.get(reverse("staff:dossier", args=[dossier.code])).content.decode()
    assert "Quét cho «Giấy chứng sinh»" in browser.get(link).content.decode()
    assert elsewhere[Role.RECEPTION].get(link).status_code == 404
    file = io.BytesIO(scans.page(scans.told(1)))
    file.name = "a.pdf"
    fields = {"agency": office.agency.pk, "source": "upload", "files": file, "giay-to": row.pk}
    assert browser.post(reverse("staff:scans"), fields).status_code == 302
    assert Scan.objects.get().wanted == row.paper


def test_old_results_come_in_by_a_list(office: Office, settings: Any, tmp_path: Any) -> None:
    settings.SCAN_FOLDER = str(tmp_path)
    browser, page = office[Role.RECEPTION], reverse("staff:scans")

    def send(text: str) -> Any:
        file = io.BytesIO(text.encode())
        file.name = "ds.csv"
        return browser.post(page, {"agency": office.agency.pk, "source": "upload", "list": file})

    assert "Chưa có thư mục" in send("Tệp;Số\na.pdf;1\n").content.decode()
    folder = tmp_path / office.agency.code / "ket-qua-cu"
    folder.mkdir(parents=True)
    (folder / "a.pdf").write_bytes(scans.page(scans.told(1)))
    assert "phải có cột «Tệp»" in send("a;b\n1;2\n").content.decode()
    assert send("Tệp;Số\na.pdf;1\nb.pdf;2\n").status_code == 302
    run_to_end()
    told = browser.get(page).content.decode()
    assert "đã đưa vào 1 tệp" in told
    assert "không thấy tệp «b.pdf»" in told
    assert Scan.objects.get().source == "list"
