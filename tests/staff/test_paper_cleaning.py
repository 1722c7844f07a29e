"""Doubtful papers over the pages: found, merged, corrected, restored, dismissed, all with a trace."""

import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests.staff.conftest import Office
from tests.staff.kept_papers import go_through, page_of, paper_in

from motcua.accounts.models import Person
from motcua.audit.models import AuditRow
from motcua.blobs.models import Blob
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.organisation.enums import Role
from motcua.storehouse.care_enums import DoubtState
from motcua.storehouse.models import (
    DoubtfulPaper,
    Paper,
)

pytestmark = pytest.mark.django_db


def test_duplicates_are_found_merged_and_lead_on(office: Office, elsewhere: Office, dossier: Dossier) -> None:
    first, second = paper_in(dossier), paper_in(dossier)
    Paper.objects.filter(pk=second.paper_id).update(signed=True)
    doubt = go_through()["same_file"]
    assert (doubt.paper_id, doubt.other_id, doubt.agency) == (first.paper_id, second.paper_id, office.agency)
    browser = office[Role.RECEPTION]
    listed = browser.get(reverse("staff:cleaning")).content.decode()
    assert "cùng một tệp" in listed
    assert dossier.code in listed
    page = reverse("staff:doubt", args=[doubt.pk])
    assert browser.get(page).status_code == 200
    told = {"way": "merge", "m-keep": second.paper_id, "m-reason": "Một lần quét hai lần"}
    for other in (office[Role.CONTROL], elsewhere[Role.LEADER], office[Role.SPECIALIST]):
        assert other.post(page, told).status_code == 404
    assert browser.post(page, {**told, "m-reason": ""}).status_code == 422
    assert browser.post(page, told).status_code == 302
    gone = Paper.objects.get(pk=first.paper_id)
    assert (gone.superseded_by_id, gone.replaced_how) == (second.paper_id, "merged")
    assert browser.post(page, told).status_code == 409
    row = AuditRow.objects.get(action="papers.clean_merge")
    assert row.detail == {"rule": "same_file", "into": second.paper_id}
    assert go_through()["same_file"].state == DoubtState.MENDED


def test_a_wrong_day_is_corrected_with_a_trace_and_stays_mended(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, issued_on=date(2027, 1, 1))
    doubt = go_through()["issued_later"]
    page = reverse("staff:doubt", args=[doubt.pk])
    leader = office[Role.LEADER]
    told = {
        "way": "correct",
        "c-title": "Giấy chứng sinh",
        "c-issued_on": "01/01/2026",
        "c-reason": "Gõ nhầm năm",
    }
    nothing = leader.post(page, {**told, "c-issued_on": "01/01/2027"})
    assert "Chưa sửa gì" in nothing.content.decode()
    assert leader.post(page, {**told, "c-valid_to": "01/01/2025"}).status_code == 422
    assert leader.post(page, told).status_code == 302
    assert Paper.objects.get(pk=row.paper_id).issued_on == date(2026, 1, 1)
    traced = AuditRow.objects.get(action="papers.clean_correct")
    assert (traced.key, traced.detail["changed"]) == (str(row.paper_id), ["issued_on"])
    assert go_through()["issued_later"].state == DoubtState.MENDED
    Paper.objects.filter(pk=row.paper_id).update(issued_on=date(2028, 1, 1))
    assert go_through()["issued_later"].state == DoubtState.OPEN  # wrong again, found again


def test_a_paper_goes_to_whom_it_belongs(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, issued_on=date(2027, 1, 1))
    page = reverse("staff:doubt", args=[go_through()["issued_later"].pk])
    told = {
        "way": "correct",
        "c-title": "Giấy chứng sinh",
        "c-reason": "Của người khác",
        "c-owner_identity": "001 191 000 001",
    }
    assert "ghi họ tên" in office[Role.LEADER].post(page, told).content.decode()
    assert office[Role.LEADER].post(page, {**told, "c-owner_name": "Sùng A Pao"}).status_code == 302
    assert Paper.objects.get(pk=row.paper_id).owner_person == Person.objects.get(name="Sùng A Pao")
    assert "001191000001" not in str(list(AuditRow.objects.values("detail")))


def test_what_is_right_is_dismissed_until_something_else_is_wrong(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, issued_on=date(2027, 1, 1))
    doubt = go_through()["issued_later"]
    page = reverse("staff:doubt", args=[doubt.pk])
    assert (
        office[Role.RECEPTION].post(page, {"way": "dismiss", "d-reason": "Đúng như vậy"}).status_code == 302
    )
    assert go_through()["issued_later"].state == DoubtState.DISMISSED
    Paper.objects.filter(pk=row.paper_id).update(issued_on=date(2028, 1, 1))
    assert go_through()["issued_later"].state == DoubtState.OPEN


def test_a_lost_file_is_put_back_only_as_it_was(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier)
    Blob.objects.filter(pk=row.paper.blob_id).update(state="damaged")
    page = reverse("staff:doubt", args=[go_through()["file_lost"].pk])

    def sent(content: bytes) -> Any:
        file = io.BytesIO(content)
        file.name = "a.pdf"
        return office[Role.LEADER].post(page, {"way": "restore", "r-file": file})

    assert "không phải đúng tệp" in sent(page_of(9)).content.decode()
    assert sent(page_of(1)).status_code == 302
    assert go_through()["file_lost"].state == DoubtState.MENDED


def test_a_wrong_code_is_given_anew(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier)
    Paper.objects.filter(pk=row.paper_id).update(agency=office.agency, code="H99.02.KHAC.2026.000001")
    page = reverse("staff:doubt", args=[go_through()["code_form"].pk])
    assert office[Role.LEADER].post(page, {"way": "code"}).status_code == 302
    assert Paper.objects.get(pk=row.paper_id).code == "H99.01.KHAC.2026.000001"
    assert AuditRow.objects.get(action="papers.clean_code").detail["from"] == "H99.02.KHAC.2026.000001"


def test_papers_of_nobody_and_of_no_dossier_are_found(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, owner=None)
    DossierPaper.objects.filter(pk=row.pk).delete()
    assert set(go_through()) == {"no_owner", "no_dossier"}
    assert {each.agency for each in DoubtfulPaper.objects.all()} == {
        office.agency
    }  # the highest of the house


def test_what_ended_by_itself_closes_and_the_list_is_saved(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, issued_on=date(2027, 1, 1), number="123")
    go_through()
    saved = office[Role.CONTROL].get(reverse("staff:cleaning") + "?as=xlsx")
    assert saved.content.startswith(b"PK")
    Paper.objects.filter(pk=row.paper_id).update(issued_on=None)
    assert go_through()["issued_later"].state == DoubtState.GONE
    assert "Chưa xử lý" in office[Role.LEADER].get(reverse("staff:cleaning")).content.decode()


def test_the_cleaning_page_stays_within_its_statements(
    office: Office, dossier: Dossier, django_assert_max_num_queries: Any
) -> None:
    for seed in range(5):
        paper_in(dossier, seed=seed, issued_on=date(2027, 1, 1))
    go_through()
    office[Role.RECEPTION].get(reverse("staff:cleaning"))
    with django_assert_max_num_queries(13):
        office[Role.RECEPTION].get(reverse("staff:cleaning"))
