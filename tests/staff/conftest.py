"""A commune with its people signed in, another commune, and a moment in a working week."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from tests import factories
from tests.factories import moment

from motcua.catalogue.models import Component, FeeRule, ProcedureVersion
from motcua.doors.frame.context import forget_sample_band
from motcua.dossiers import actions
from motcua.dossiers.enums import Channel
from motcua.dossiers.models import Dossier
from motcua.kernel.clock import frozen
from motcua.kernel.people import Actor
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency, Staff

NOW = "2026-06-03 09:00"
IDENTITY = "001190000123"


@dataclass
class Office:
    """One commune: its agency, and staff by role with browsers of their own."""

    agency: Agency
    staff: dict[Role, Staff]
    browsers: dict[Role, Client]

    def __getitem__(self, role: Role) -> Client:
        return self.browsers[role]

    def actor(self, role: Role) -> Actor:
        one = self.staff[role]
        return Actor("staff", str(one.pk), f"{one.name} ({one.title})", self.agency.code)


@pytest.fixture(autouse=True)
def _a_working_morning(settings: Any) -> Iterator[None]:
    settings.MOTCUA_SAMPLE_BAND = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    forget_sample_band()
    with frozen(moment(NOW)):
        yield


def open_office(code: str) -> Office:
    agency = factories.agency(code)
    staff, browsers = {}, {}
    for role in Role:
        one = factories.officer(agency, f"Người {role.label}")
        browser = Client(raise_request_exception=True)
        browser.force_login(factories.account(one, role))
        staff[role], browsers[role] = one, browser
    return Office(agency, staff, browsers)


@pytest.fixture
def office(db: None) -> Office:
    return open_office("H99.01")


@pytest.fixture
def elsewhere(db: None) -> Office:
    return open_office("H99.02")


@pytest.fixture
def birth(db: None) -> ProcedureVersion:
    """A procedure with papers and a fee, five working days, worked in two steps."""
    made = factories.version(5)
    made.procedure.name = made.name = "Đăng ký khai sinh"
    made.procedure.save()
    made.save()
    Component.objects.create(version=made, order=1, name="Tờ khai đăng ký khai sinh")
    Component.objects.create(version=made, order=2, name="Giấy chứng sinh")
    Component.objects.create(version=made, order=3, name="Văn bản uỷ quyền", required=False)
    FeeRule.objects.create(version=made, order=1, name="Lệ phí đăng ký", amount=8000)
    return made


@pytest.fixture
def dossier(office: Office, birth: ProcedureVersion) -> Dossier:
    """A dossier of a person whose identity number is known."""
    return received(office, birth, identity_number=IDENTITY)


def received(office: Office, version: ProcedureVersion, **fields: Any) -> Dossier:
    """A dossier received at the counter of an office."""
    return actions.receive_at_counter(
        factories.filing(version, office.agency, **fields),
        actor=office.actor(Role.RECEPTION),
        receiver_id=office.staff[Role.RECEPTION].pk,
    )


def filed_online(office: Office, version: ProcedureVersion, **fields: Any) -> Dossier:
    """A dossier filed by a citizen, waiting for the desk."""
    filing = factories.filing(version, office.agency, channel=Channel.ONLINE, **fields)
    return actions.file(filing, actor=Actor("citizen", "", "Người nộp hồ sơ"))
