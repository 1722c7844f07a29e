"""A key at a remote signing service: found by the user's name there, registered, and signed with over the pages."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from tests.forge import cloud_signer, pki
from tests.staff.conftest import Office
from tests.staff.test_papers import _plugged, result_of, world  # noqa: F401 - fixtures

from motcua.catalogue.models import ProcedureVersion
from motcua.integration.signing_csc.calls import Service
from motcua.integration.signing_csc.keys import CloudKeys
from motcua.integration.signing_pyhanko.signing import PyHankoSigner
from motcua.jobs.running import run_to_end
from motcua.organisation.enums import Role
from motcua.storehouse import ports, signing
from motcua.storehouse.enums import KeyPurpose, KeySource
from motcua.storehouse.models import SigningKey, SigningStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(world: pki.World, _plugged: None) -> Iterator[cloud_signer.Provider]:  # noqa: F811
    held = {
        "khoa-1": cloud_signer.Credential(world.officer("Người Lãnh đạo"), (world.authority.certificate,))
    }
    with cloud_signer.served(cloud_signer.Provider({"0912": held})) as it:
        service = Service(it.address, client="motcua", secret="khoa-ket-noi")
        ports.plug(signer=PyHankoSigner(remote=CloudKeys(service)))
        yield it


def test_a_key_at_the_service_is_registered_and_signs(
    office: Office, birth: ProcedureVersion, provider: cloud_signer.Provider
) -> None:
    leader, page = office[Role.LEADER], reverse("staff:keys")
    wrong = leader.post(page, {"way": "service", "purpose": "personal", "user": "0999"})
    assert wrong.status_code == 422
    assert "không có người dùng này" in wrong.content.decode()
    found = leader.post(page, {"way": "service", "purpose": "personal", "user": "0912"}).context["offers"]
    assert [offer["subject"] for offer in found] == ["Người Lãnh đạo"]
    assert leader.post(page, {"way": "offer", "sealed": found[0]["sealed"]}).status_code == 302
    key = SigningKey.objects.get(holder=office.staff[Role.LEADER])
    assert (key.source, key.reference, len(key.chain)) == (KeySource.REMOTE.value, "khoa-1", 1)

    row = result_of(office, birth)
    wanted = [signing.Wanted(KeyPurpose.PERSONAL, office.agency, office.staff[Role.LEADER])]
    [step] = signing.ask_signatures(row.paper, wanted, actor=office.actor(Role.LEADER))
    for pin, state in (("0000", "waiting"), ("2468", "signed")):
        leader.post(reverse("staff:signing"), {"pick": step.pk, "key": key.pk, "secret": pin})
        run_to_end()
        assert SigningStep.objects.get(pk=step.pk).state == state
    row.paper.refresh_from_db()
    assert row.paper.signed


def test_without_a_service_the_page_says_so(office: Office) -> None:
    assert "Chưa nối dịch vụ ký số từ xa" in office[Role.LEADER].get(reverse("staff:keys")).content.decode()
