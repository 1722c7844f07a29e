"""The designer of forms over its pages: from an empty draft to a form that citizens fill, without scripts."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.staff.conftest import Office

from motcua.catalogue.eforms import designing
from motcua.catalogue.eforms.definition import Condition, Field, FieldKind, Form, Topic, form_of, problems
from motcua.catalogue.eforms.keeping import form_for
from motcua.catalogue.eforms.stored import EForm
from motcua.catalogue.models import ProcedureVersion
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 3)


@pytest.fixture
def admin(office: Office) -> Client:
    return office[Role.ADMINISTRATOR]


@pytest.fixture
def at(birth: ProcedureVersion) -> str:
    return f"/can-bo/quan-tri/to-khai/{birth.procedure.code}"


def post(admin: Client, address: str, status: int = 302, **given: Any) -> str:
    answer = admin.post(address, given)
    text = answer.content.decode()
    assert answer.status_code == status, text
    return text


def draft() -> Form:
    return EForm.objects.get(first_day=None).form


def test_a_form_from_nothing_to_use(admin: Client, at: str, birth: ProcedureVersion) -> None:
    assert birth.procedure.code in admin.get("/can-bo/quan-tri/to-khai").content.decode()
    post(admin, f"{at}/ban-nhap")
    assert "Tờ khai chưa có trang nào" in admin.get(at).content.decode()
    post(admin, f"{at}/trang/0", title="Người yêu cầu", hint="")
    assert "chưa có mục nào" in admin.get(at).content.decode()
    post(admin, f"{at}/muc/1.moi", label="Họ và tên", kind="name", required="on", prefill="person.name")
    post(
        admin,
        f"{at}/muc/1.moi",
        label="Quan hệ",
        kind="choice",
        required="on",
        choices="me: Mẹ\ncha: Cha\nNgười khác",
    )
    post(admin, f"{at}/trang/0", title="Uỷ quyền", when_field="quan_he", when_values="Người khác")
    post(
        admin,
        f"{at}/muc/2.moi",
        label="Ngày uỷ quyền",
        kind="date",
        required="on",
        not_future="on",
        name="delegated",
    )
    post(admin, f"{at}/trang/0", title="Các con")
    post(admin, f"{at}/muc/3.moi", label="Danh sách con", kind="group", required="on", most=3)
    assert "chưa có cột nào" in admin.get(at).content.decode()
    post(admin, f"{at}/muc/3.1.moi", label="Tên con", kind="name", required="on")
    post(admin, f"{at}/muc/3.1.moi", label="Ngày sinh", kind="date", required="on", not_future="on")

    form = draft()
    assert problems(form) == []
    assert [each.title for each in form.topics] == ["Người yêu cầu", "Uỷ quyền", "Các con"]
    relation = form.field("quan_he")
    assert relation.choices == (("me", "Mẹ"), ("cha", "Cha"), ("nguoi_khac", "Người khác"))
    assert form.topics[1].when == Condition("quan_he", ("nguoi_khac",))
    assert [column.name for column in form.field("danh_sach_con").columns] == ["ten_con", "ngay_sinh"]

    assert 'value="Người khác"' not in admin.get(f"{at}/trang/2").content.decode()
    assert "Người khác</textarea>" in admin.get(f"{at}/trang/2").content.decode()
    post(admin, f"{at}/dung", 422, first_day="01/01/2020")
    post(admin, f"{at}/dung", first_day="03/06/2026")
    used = form_for(birth, TODAY)
    assert used is not None
    assert used.form == form
    assert EForm.objects.filter(first_day=None).count() == 0


def test_the_preview_is_what_the_citizen_fills(admin: Client, at: str, birth: ProcedureVersion) -> None:
    form = Form(title="Thử", topics=(
        Topic(key="nguoi", title="Người nộp", fields=(
            Field(name="ten", kind=FieldKind.NAME, label="Họ tên"),
            Field(name="co_con", kind=FieldKind.YES_NO, label="Có con không"),
        )),
        Topic(key="con", title="Các con", when=Condition("co_con", ("yes",)), fields=(
            Field(name="cac_con", kind=FieldKind.GROUP, label="Con", columns=(
                Field(name="ten_con", kind=FieldKind.NAME, label="Tên con"),
            )),
        )),
    ))  # fmt: skip
    from motcua.catalogue.eforms.keeping import save_draft
    from motcua.kernel.people import SYSTEM

    number = save_draft(birth, form, actor=SYSTEM).number
    address = f"{at}/{number}/xem-thu"
    assert "Họ tên" in admin.get(address).content.decode()
    text = post(admin, address, 422, trang="nguoi", da_tra_loi="{}", ten="Lò Thị Mẩy")
    assert "Chưa chọn mục này." in text
    assert 'value="Lò Thị Mẩy"' in text
    text = post(admin, address, 200, trang="nguoi", da_tra_loi="{}", ten="Lò Thị Mẩy", co_con="yes")
    assert "<h1>Các con</h1>" in text
    told = json.dumps({"ten": "Lò Thị Mẩy", "co_con": True})
    text = post(admin, address, 200, trang="con", da_tra_loi=told, ten_con="Tí", them="1")
    assert "<dd>Tí</dd>" in text
    assert "Chưa ghi mục này." in post(admin, address, 422, trang="con", da_tra_loi=told)
    text = post(admin, address, 200, trang="nguoi", da_tra_loi="[[[", ten="Lò Thị Mẩy", co_con="no")
    assert "<h1>Kiểm tra</h1>" in text
    assert "Các con" not in text


def test_moving_taking_out_and_what_rests_on_it(admin: Client, at: str, birth: ProcedureVersion) -> None:
    post(admin, f"{at}/ban-nhap")
    for title in ("Một", "Hai"):
        post(admin, f"{at}/trang/0", title=title)
    post(admin, f"{at}/muc/1.moi", label="A", kind="yes_no", required="on")
    post(admin, f"{at}/muc/2.moi", label="B", kind="text", when_field="a", when_values="Có")
    text = post(admin, f"{at}/muc/2.moi", 422, label="C", kind="text", when_field="a", when_values="Chắc thế")
    assert "không có câu trả lời “Chắc thế”" in text
    assert 'value="C"' in text
    assert "Đang là điều kiện của mục “B”" in post(admin, f"{at}/sap-xep", 422, cho="1.1", viec="bo")
    post(admin, f"{at}/muc/1.1", label="A mới", kind="yes_no", required="on", name="a_moi")
    assert draft().field("b").when == Condition("a_moi", ("yes",))
    post(admin, f"{at}/sap-xep", cho="2", viec="len")
    assert [each.title for each in draft().topics] == ["Hai", "Một"]
    assert "điều kiện chỉ được dựa vào mục của trang trước" in admin.get(at).content.decode()
    post(admin, f"{at}/dung", 422, first_day="03/06/2026")
    post(admin, f"{at}/sap-xep", cho="1.1", viec="bo")
    assert [each.name for each in draft().fields()] == ["a_moi"]
    for nothing in ("9", "1.9", "x", "1.1.1.1", "0"):
        post(admin, f"{at}/sap-xep", 404, cho=nothing, viec="bo")


def test_out_to_a_file_in_from_a_file_and_a_copy_of_an_old_version(
    admin: Client, at: str, birth: ProcedureVersion
) -> None:
    post(admin, f"{at}/ban-nhap")
    post(admin, f"{at}/trang/0", title="Một")
    post(admin, f"{at}/muc/1.moi", label="A", kind="money", required="on", least=1000, most=5000)
    form = draft()
    file = admin.get(f"{at}/1.json")
    assert file.headers["Content-Disposition"].endswith('-1.json"')
    assert form_of(json.loads(file.content)) == form
    post(admin, f"{at}/dung", first_day="03/06/2026")

    post(admin, f"{at}/ban-nhap", so="1")
    assert draft() == form
    post(admin, f"{at}/trang/0", title="Hai")
    post(admin, f"{at}/tu-tep", file=SimpleUploadedFile("a.json", file.content))
    assert draft() == form
    bad = {
        b"\xff\xfe": "không phải JSON",
        b"{": "không phải JSON",
        b"[]": "không phải JSON Schema",
        b'{"title": "x"}': "thiếu hoặc sai dấu x-topics",
        json.dumps({"title": "x", "properties": {"a": {"x-kind": "la"}}, "x-topics": [
            {"key": "k", "title": "t", "fields": ["a"]}]}).encode(): "thiếu hoặc sai dấu",
        json.dumps({"title": "x", "properties": {"a": {"title": "A", "type": "string", "x-kind": "text"}},
            "required": ["a"], "x-topics": [{"key": "k", "title": "t", "fields": ["a"],
            "when": {"field": "khong_co", "values": ["x"]}}]}).encode(): "“khong_co” không có trong tệp",
        json.dumps({"title": "x", "properties": {"a": {"minLength": "b"}}, "x-topics": []}).encode():
            "chỗ “properties/a/minLength”",
    }  # fmt: skip
    for content, words in bad.items():
        assert words in post(admin, f"{at}/tu-tep", 422, file=SimpleUploadedFile("a.json", content))
    assert draft() == form
    page = admin.get(at).content.decode()
    assert "phiên bản 2" in page


def test_only_administrators_and_publishing_only_over_everybody(
    office: Office, elsewhere: Office, admin: Client, at: str
) -> None:
    assert office[Role.RECEPTION].get(at).status_code == 404
    post(admin, f"{at}/ban-nhap")
    post(admin, f"{at}/trang/0", title="Một")
    post(admin, f"{at}/muc/1.moi", label="A", kind="text")
    assert "quản trị viên cấp trên đưa vào dùng" in admin.get(at).content.decode()
    post(admin, f"{at}/dung", 422, first_day="03/06/2026")
    assert not EForm.objects.exclude(first_day=None).exists()


def test_names_are_never_taken_twice() -> None:
    one = Field(name="", kind=FieldKind.TEXT, label="Đường, số nhà")
    form = designing.with_topic(Form(title="", topics=()), Topic(key="", title="Đường"))
    form = designing.with_field(designing.with_field(form, one, (1, 0)), one, (1, 0))
    assert [each.name for each in form.fields()] == ["duong_so_nha", "duong_so_nha_2"]
    with pytest.raises(Refused, match="đã dùng"):
        designing.with_field(form, Field(name="duong_so_nha", kind=FieldKind.TEXT, label="x"), (1, 2))
    assert designing.moved(form, (1, 1), -1) == form
    with pytest.raises(NotFound):
        designing.without(form, (2,))


def test_of_two_who_edit_the_second_is_told_and_loses_nothing(admin: Client, at: str) -> None:
    post(admin, f"{at}/ban-nhap")
    post(admin, f"{at}/trang/0", title="Người yêu cầu")
    old = EForm.objects.get(first_day=None).fingerprint
    assert f'value="{old}"' in admin.get(f"{at}/trang/1").content.decode()
    post(admin, f"{at}/trang/1", title="Người khai", seen_version=old)
    late = post(admin, f"{at}/trang/1", 422, title="Bên đề nghị", seen_version=old)
    now = EForm.objects.get(first_day=None).fingerprint
    for words in ("vừa được", 'value="Bên đề nghị"', f'value="{now}"'):
        assert words in late
    assert draft().topics[0].title == "Người khai"
    post(admin, f"{at}/sap-xep", cho="1", viec="bo", seen_version=old)
    assert "vừa được" in admin.get(at).content.decode()
    assert len(draft().topics) == 1
    post(admin, f"{at}/trang/1", title="Bên đề nghị", seen_version=now)
    assert draft().topics[0].title == "Bên đề nghị"


def test_a_draft_is_thrown_away_and_used_versions_stay(admin: Client, at: str) -> None:
    post(admin, f"{at}/ban-nhap")
    old = EForm.objects.get(first_day=None).fingerprint
    post(admin, f"{at}/trang/0", title="Người yêu cầu", seen_version=old)
    post(admin, f"{at}/bo-nhap", seen_version=old)
    assert EForm.objects.filter(first_day=None).exists(), "somebody changed it since"
    post(admin, f"{at}/bo-nhap", seen_version=EForm.objects.get(first_day=None).fingerprint)
    assert not EForm.objects.filter(first_day=None).exists()
    assert "Đã bỏ bản nháp" in admin.get(at).content.decode()
    post(admin, f"{at}/bo-nhap", 404)


def test_a_form_names_the_papers_it_stands_for(admin: Client, at: str, birth: ProcedureVersion) -> None:
    from motcua.catalogue.eforms.standing_in import answered_by
    from motcua.catalogue.models import Component

    parts = [
        Component.objects.create(version=birth, name=name, alternative_group=group)
        for name, group in (("Mẫu điện tử", "to_khai"), ("Tờ khai giấy", "to_khai"), ("Giấy chứng sinh", ""))
    ]
    own = Component.objects.create(version=birth, name="Đơn", form_code="TK-1")
    post(admin, f"{at}/ban-nhap")
    assert answered_by(None, [*parts, own]) == set()
    assert answered_by(draft(), [*parts, own]) == {own.pk}
    assert "Mẫu điện tử" in admin.get(f"{at}/thay-cho").content.decode()
    post(admin, f"{at}/thay-cho", names=["Mẫu điện tử"])
    assert answered_by(draft(), [*parts, own]) == {parts[0].pk, parts[1].pk}
    post(admin, f"{at}/thay-cho", 422, names=["Giấy của thủ tục khác"])
