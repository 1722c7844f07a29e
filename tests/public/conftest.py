"""A commune with a desk, a clerk with an account, the project's own catalogue, and one dossier under way."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from tests import factories
from tests.factories import CLERK, moment

from motcua.accounts.models import User
from motcua.catalogue.actions import load_catalogue
from motcua.dossiers import actions
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen
from motcua.kernel.people import SYSTEM
from motcua.measurement.actions import rebuild
from motcua.organisation.enums import Level, Role
from motcua.organisation.models import RoleGrant

NOW = "2026-06-17 10:00"
APPLICANT = "Lý Thường Mẫu"
IDENTITY = "079123456789"
PHONE = "0987654321"
STREET = "Ngõ Bí Mật 17"


@pytest.fixture(autouse=True)
def _nothing_kept_from_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def today() -> Iterator[None]:
    with frozen(moment(NOW)):
        yield


@pytest.fixture
def place(db: None) -> SimpleNamespace:
    """A province with two communes; the first has the accounts."""
    province = factories.agency("H99", level=Level.PROVINCE, name="Ủy ban nhân dân tỉnh Thử")
    commune = factories.agency(
        "H99.01", parent=province, name="Ủy ban nhân dân xã Mẫu", short_name="xã Mẫu",
        desk_name="Trung tâm Phục vụ hành chính công xã Mẫu", address="Thôn Trung Tâm", phone="0299 000 111",
    )  # fmt: skip
    other = factories.agency("H99.02", parent=province, name="Ủy ban nhân dân xã Khác")
    user = User.objects.create_user(username="thu", password=None)
    clerk = factories.officer(commune, "Đỗ Thị Tiếp", phone="0299 000 222", field="Tiếp nhận", user=user)
    head = factories.officer(commune, "Âu Văn Trưởng", phone="0299 000 333")
    RoleGrant.objects.create(staff=head, role=Role.LEADER.value, agency=commune, first_day=date(2020, 1, 1))
    factories.officer(commune, "Kín Văn Danh", public=False)
    return SimpleNamespace(province=province, commune=commune, other=other, clerk=clerk)


@pytest.fixture
def catalogue(db: None) -> None:
    load_catalogue(SYSTEM)


@pytest.fixture
def dossier(place: SimpleNamespace):
    """Received at the counter on 01/06/2026 by a citizen with a name to look for, due 08/06, not settled."""
    with frozen(moment("2026-06-01 08:00")):
        filing = factories.filing(
            factories.version(), place.commune, APPLICANT, identity_number=IDENTITY, subject="Con là Lý Bé Mẫu",
        )  # fmt: skip
        made = actions.receive_at_counter(filing, actor=CLERK, receiver_id=place.clerk.pk)
    with frozen(moment("2026-06-01 10:00")):
        actions.perform(made.pk, commands.Assign(holder_id=place.clerk.pk), actor=CLERK)
    with frozen(moment(NOW)):
        rebuild()
    made.refresh_from_db()
    return made
