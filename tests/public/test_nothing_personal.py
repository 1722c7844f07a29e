"""No public answer holds a name, number, address or officer of a dossier."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.public.conftest import APPLICANT, IDENTITY, PHONE, STREET

from motcua.doors.public.urls import urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "catalogue")]

WITHOUT_A_CODE = [pattern.name for pattern in urlpatterns if "<" not in str(pattern.pattern)]


def addresses(dossier) -> list[str]:
    plain = [reverse(f"public:{name}") for name in WITHOUT_A_CODE]
    coded = [
        reverse("public:progress", args=[dossier.code]),
        reverse("public:progress", args=[dossier.tracking]),
        reverse("public:procedure", args=[dossier.procedure.code]),
        "/danh-ba?co-quan=H99",
        f"/thu-tuc?q={APPLICANT}",
    ]
    return plain + coded


def test_no_page_tells_who_filed_or_works_on_a_dossier(client: Client, dossier) -> None:
    dossier.applicant_phone, dossier.applicant_address = PHONE, STREET
    dossier.save()
    secrets = [IDENTITY, PHONE, STREET, "Lý Bé Mẫu", dossier.applicant_identity]
    for address in addresses(dossier):
        text = client.get(address).content.decode(errors="replace")
        for secret in secrets:
            assert secret not in text, address
        if APPLICANT not in address:  # the search shows the visitor's own words again
            assert APPLICANT not in text, address


def test_the_progress_page_names_no_officer(client: Client, dossier) -> None:
    text = client.get(f"/tra-cuu/{dossier.code}").content.decode()
    for name in ("Đỗ Thị Tiếp", "Nguyễn Thị Thử", "Thẩm định"):
        assert name not in text
