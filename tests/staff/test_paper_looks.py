"""Who looked at whose paper: noted with dossier and purpose, shown to the owner and, when unusual, to the administrator."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.staff.conftest import IDENTITY, Office
from tests.staff.kept_papers import paper_in

from motcua.accounts.models import Person, User
from motcua.catalogue.models import ProcedureVersion
from motcua.datastore.writing import act
from motcua.dossiers.look_ups import look_up
from motcua.dossiers.models import Dossier, LookUp
from motcua.kernel import clock
from motcua.organisation.enums import Role
from motcua.organisation.rules import Officer
from motcua.storehouse.care_enums import Purpose
from motcua.storehouse.models import PaperReading, Scan, ScannedPaper

pytestmark = pytest.mark.django_db


def test_opening_a_paper_is_noted_once_with_dossier_and_purpose(
    office: Office, elsewhere: Office, dossier: Dossier
) -> None:
    row = paper_in(dossier)
    url = reverse("staff:paper", args=[dossier.code, row.pk])
    for role in (Role.SPECIALIST, Role.SPECIALIST, Role.RECEPTION, Role.INSPECTOR):
        assert b"".join(office[role].get(url).streaming_content)
    assert elsewhere[Role.SPECIALIST].get(url).status_code == 404
    noted = list(
        PaperReading.objects.order_by("pk").values_list("purpose", "dossier", "person", "agency__code")
    )
    me = dossier.person_id
    assert noted == [
        (each.value, dossier.code, me, "H99.01")
        for each in (Purpose.SETTLE, Purpose.RECEIVE, Purpose.INSPECT)
    ]
    assert Client().get(url).status_code == 302


def test_a_scan_seen_again_after_it_was_kept_is_a_look(office: Office, dossier: Dossier) -> None:
    paper = paper_in(dossier).paper
    now = clock.now()
    scan = Scan.objects.create(
        agency=office.agency, source="upload", name="a", original=paper.blob, state="ready", created_at=now
    )
    piece = ScannedPaper.objects.create(
        scan=scan, order=1, pages=[0], copy=paper.blob, state="review", created_at=now
    )
    file = reverse("staff:scanned-file", args=[piece.pk])
    assert b"".join(office[Role.RECEPTION].get(file).streaming_content)
    assert not PaperReading.objects.exists()  # it is nobody's yet
    ScannedPaper.objects.filter(pk=piece.pk).update(state="kept", paper=paper)
    assert b"".join(office[Role.RECEPTION].get(file).streaming_content)
    assert office[Role.RECEPTION].get(reverse("staff:scanned-picture", args=[piece.pk, 0])).status_code == 200
    assert PaperReading.objects.get().purpose == Purpose.DIGITISE


def test_the_owner_sees_which_agency_looked_and_what_for_and_nobody_else_does(
    office: Office, dossier: Dossier, birth: ProcedureVersion
) -> None:
    row = paper_in(dossier)
    b"".join(
        office[Role.SPECIALIST].get(reverse("staff:paper", args=[dossier.code, row.pk])).streaming_content
    )
    officer = Officer(
        office.staff[Role.RECEPTION].pk, "A", "B", office.agency.code, office.agency.name, office.agency.path
    )
    look_up(officer, IDENTITY, birth.procedure, act_key="khoa-1")
    assert dossier.person is not None
    page = reverse("public:my-papers")
    assert Client().get(page).status_code == 302
    told = signed_in(dossier.person).get(page).content.decode()
    assert "Giải quyết hồ sơ" in told
    assert dossier.code in told
    assert office.agency.name in told
    assert "không có hồ sơ nào được nộp sau lần này" in told
    for private in (office.staff[Role.SPECIALIST].name, office.staff[Role.RECEPTION].name):
        assert private not in told
    stranger = signed_in(Person.objects.create(name="Người Khác", created_at=clock.now()))
    assert dossier.code not in stranger.get(page).content.decode()


def signed_in(person: Person) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_user(f"dan{person.pk}", "mat-khau-thu", person=person))
    return browser


def test_unusual_look_ups_stand_first_for_the_administrator(
    office: Office, elsewhere: Office, birth: ProcedureVersion
) -> None:
    clerk, person = office.staff[Role.RECEPTION], Person.objects.create(name="X", created_at=clock.now())
    with act():
        LookUp.objects.bulk_create(
            LookUp(
                staff=clerk,
                person=person,
                procedure=birth.procedure,
                act_key=f"k{n}",
                at=clock.now() - timedelta(hours=2),
            )
            for n in range(16)
        )
    page = reverse("staff:looks")
    told = office[Role.ADMINISTRATOR].get(page).content.decode()
    assert "16 lượt tra cứu không thành hồ sơ" in told
    there = reverse("staff:looks-of", args=[clerk.pk, "2026-06-03"])
    assert there in told
    assert "Đăng ký khai sinh: 16" in office[Role.ADMINISTRATOR].get(there).content.decode()
    assert elsewhere[Role.ADMINISTRATOR].get(there).status_code == 404
    assert "16 lượt" not in elsewhere[Role.ADMINISTRATOR].get(page).content.decode()
    assert office[Role.LEADER].get(page).status_code == 404
