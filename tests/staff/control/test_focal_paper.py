"""The decision on focal officers as a Word file, with its list, for those who keep it."""

import io

import pytest
from django.urls import reverse
from docx import Document
from tests.staff.conftest import Office
from tests.staff.control.test_inspection_pages import STEERS

from motcua.organisation import focal
from motcua.organisation.enums import Role
from motcua.organisation.focal import NewFocal
from motcua.organisation.naming import place_in


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Ủy ban nhân dân xã Lam Bình", "Lam Bình"),
        ("UBND tỉnh Lam Sơn Hạ", "Lam Sơn Hạ"),
        ("Sở Nội vụ", "Sở Nội vụ"),
    ],
)
def test_the_place_of_a_document(name: str, place: str) -> None:
    assert place_in(name) == place


def test_the_decision_names_everybody(office: Office, elsewhere: Office) -> None:
    row = focal.begin_review(actor=office.actor(STEERS), agency=office.agency)
    at = reverse("staff:desk-focal-paper", args=[row.pk])
    # The very first list proposes whoever holds the role.
    assert [one.name for one in focal.entries_of(row)] == [office.staff[STEERS].name]
    focal.change_entries(actor=office.actor(STEERS), row=row, entries=[])
    assert office[STEERS].get(at).status_code == 422
    entries = [NewFocal("Võ Minh Yến", "Công chức", "Văn phòng", "0299 000 001")]
    focal.change_entries(actor=office.actor(STEERS), row=row, entries=entries)
    paper = Document(io.BytesIO(office[STEERS].get(at).content))
    assert any("6 tháng đầu năm 2026" in par.text for par in paper.paragraphs)
    assert any("Võ Minh Yến" in cell.text for table in paper.tables for cell in table._cells)
    assert office[Role.SPECIALIST].get(at).status_code == 404
    assert elsewhere[STEERS].get(at).status_code == 404
