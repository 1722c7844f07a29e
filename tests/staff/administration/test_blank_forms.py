"""Official blank forms: attached by an administrator, offered on the public page, kept with their version."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import factories
from tests.staff.conftest import Office, open_office

from motcua.audit.models import AuditRow
from motcua.blobs.models import Blob
from motcua.blobs.unused import unused
from motcua.catalogue.actions import set_time_limit
from motcua.catalogue.models import Component, ProcedureVersion
from motcua.kernel.people import SYSTEM
from motcua.organisation.enums import Role

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 mau so 01\n%%EOF\n"


@pytest.fixture
def given(tmp_path: Path, settings: Any) -> Iterator[SimpleNamespace]:
    office: Office = open_office("H99.01")
    version: ProcedureVersion = factories.version()
    component = Component.objects.filter(version=version).first() or Component.objects.create(
        version=version, name="Tờ khai", form_code="Mẫu số 01"
    )
    code = version.procedure.code
    cache.clear()
    yield SimpleNamespace(
        admin=office[Role.ADMINISTRATOR], version=version, component=component, code=code,
        page=f"/can-bo/quan-tri/thu-tuc/{code}/bieu-mau", public=f"/thu-tuc/{code}/bieu-mau/{component.pk}",
    )  # fmt: skip
    cache.clear()


def attach(given: SimpleNamespace, name: str = "mau-01.pdf", content: bytes = PDF) -> Any:
    file = SimpleUploadedFile(name, content)
    return given.admin.post(f"{given.page}/{given.component.pk}", {"file": file})


def test_a_form_is_attached_offered_and_downloaded(given: SimpleNamespace) -> None:
    assert "Chưa có biểu mẫu" in given.admin.get(given.page).content.decode()
    assert attach(given).status_code == 302
    assert given.public in given.admin.get(given.page).content.decode()
    shown = Client().get(f"/thu-tuc/{given.code}").content.decode()
    assert given.public in shown
    assert "(PDF, 1 kB)" in shown
    answer = Client().get(given.public)
    assert b"".join(answer.streaming_content) == PDF
    assert "attachment" in answer["Content-Disposition"]
    assert AuditRow.objects.filter(action="catalogue.attach_form").count() == 1
    assert not unused(Blob.objects.get())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mau.txt", b"chu thuong"), ("mau.pdf", b"khong phai pdf"), ("mau.docx", PDF), ("mau.png", b"\x89PNG\r\n\x1a\n"),
        ("mau.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("mau.exe", PDF),
    ],
)  # fmt: skip
def test_another_kind_of_file_is_refused_and_nothing_kept(
    given: SimpleNamespace, name: str, content: bytes
) -> None:
    answer = attach(given, name, content)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not Blob.objects.exists()


def test_a_version_that_follows_takes_it_along_and_the_ended_one_keeps_its_own(
    given: SimpleNamespace,
) -> None:
    attach(given)
    version = given.version
    ProcedureVersion.objects.filter(pk=version.pk).update(receivable=True, valid_from=date(2024, 1, 1))
    new = set_time_limit(version.procedure, 3, "working_day", SYSTEM, "Quyết định thử")
    follower = Component.objects.get(version=new, name=given.component.name)
    assert follower.form_file_id == Component.objects.get(pk=given.component.pk).form_file_id is not None
    given.component = follower
    assert attach(given, content=b"%PDF-1.4 mau moi\n%%EOF\n").status_code == 302
    assert b"".join(Client().get(given.public).streaming_content) == PDF  # of the version that ended
    assert given.admin.post(f"{given.page}/{follower.pk}/go").status_code == 302
    assert Client().get(f"/thu-tuc/{given.code}/bieu-mau/{follower.pk}").status_code == 404
    assert given.admin.post(f"{given.page}/{follower.pk}/go").status_code == 404


def test_only_components_of_this_procedure(given: SimpleNamespace) -> None:
    attach(given)
    other = factories.version()
    assert Client().get(f"/thu-tuc/{other.procedure.code}/bieu-mau/{given.component.pk}").status_code == 404
    elsewhere = f"/can-bo/quan-tri/thu-tuc/{other.procedure.code}/bieu-mau/{given.component.pk}"
    assert given.admin.get(elsewhere).status_code == 404
