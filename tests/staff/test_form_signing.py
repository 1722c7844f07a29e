"""Forms signed digitally: asked for, signed by the officer named on it, given out as signed; plain where no key is."""

import pytest
from django.urls import reverse
from tests.forge import pki
from tests.staff.conftest import Office, received
from tests.staff.test_papers import _plugged, register, world  # noqa: F401 - fixtures

from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.paper_trail import IssuedForm
from motcua.jobs.running import run_to_end
from motcua.organisation.enums import Role
from motcua.storehouse.models import Paper, SigningStep

pytestmark = pytest.mark.django_db


def test_a_receipt_is_signed_by_its_receiver_and_given_out_signed(
    office: Office,
    elsewhere: Office,
    birth: ProcedureVersion,
    world: pki.World,  # noqa: F811
) -> None:
    dossier, clerk = received(office, birth), office[Role.RECEPTION]
    forms, receipt = (reverse(f"staff:{name}", args=[dossier.code]) for name in ("forms", "receipt"))
    clerk.post(receipt)
    row = IssuedForm.objects.get()
    page = clerk.get(forms).content.decode()
    assert "Cơ quan chưa có khóa ký số nào" in page
    sign = reverse("staff:form-sign", args=[dossier.code, row.pk])
    assert sign in page
    for nobody in (elsewhere[Role.RECEPTION], office[Role.INSPECTOR]):
        assert nobody.get(sign).status_code == 404
    receiver = office.staff[Role.RECEPTION]
    assert f'value="{receiver.pk}" selected' in clerk.get(sign).content.decode()
    assert clerk.post(sign, {"signer": ""}).status_code == 422
    assert clerk.post(sign, {"signer": receiver.pk}).status_code == 302
    assert clerk.post(sign, {"signer": receiver.pk}).status_code == 422  # asked for once
    assert "Chờ ký số" in clerk.get(forms).content.decode()
    key = register(office, Role.RECEPTION, world)
    step = SigningStep.objects.get()
    clerk.post(reverse("staff:signing"), {"pick": step.pk, "key": key.pk, "secret": "bi-mat"})
    run_to_end()
    shown = clerk.get(forms).content.decode()
    assert "Đã ký số" in shown
    assert "chưa có khóa" not in shown
    assert Paper.objects.get().signed
    file = clerk.get(reverse("staff:form-issued", args=[dossier.code, row.pk, "pdf"])).content
    assert b"/ByteRange" in file
    assert clerk.get(receipt).content == file
