"""Nothing known is typed again: a form takes what the store holds of the person."""

from datetime import date
from typing import Any

import pytest
from tests.public.test_filing import citizen, place  # noqa: F401

from motcua.accounts.models import Person
from motcua.catalogue.eforms.keeping import form_for
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import filing_online, own_drafts
from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.storehouse.enums import Origin, PaperKind
from motcua.storehouse.models import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("citizen")]
CHANGE = "2.000720"
CERTIFICATE = "Giấy chứng nhận đăng ký hộ kinh doanh"


def hold(owner: Person, title: str, number: str, **more: Any) -> None:
    given = {
        "kind": PaperKind.RESULT.value,
        "origin": Origin.DATABASE.value,
        "origin_source": "kho",
        "created_at": clock.now(),
    }
    Paper.objects.create(title=title, number=number, owner_person=owner, **given | more)


@pytest.mark.parametrize(
    ("papers", "number"),
    [
        ([], None),
        ([(CERTIFICATE, "01A8001234")], "01A8001234"),
        ([("Giấy khai sinh", "12/2001")], None),
        ([(CERTIFICATE, "CŨ"), (CERTIFICATE, "MỚI")], "MỚI"),
        ([(CERTIFICATE, "x" * 30)], None),  # longer than the form takes: not offered
    ],
)
def test_a_number_comes_from_the_store(place: str, papers: list[Any], number: str | None) -> None:  # noqa: F811
    person = Person.objects.get()
    for title, written in papers:
        hold(person, title, written)
    version = ProcedureVersion.objects.on(clock.today()).filter(procedure__code=CHANGE).order_by("-number")[0]
    assert form_for(version, clock.today()) is not None
    draft = filing_online.begin(person, version, Agency.objects.get(code=place))
    assert own_drafts.answers_of(draft).get("business_number") == number


def test_papers_of_others_and_papers_run_out_fill_nothing(place: str) -> None:  # noqa: F811
    person = Person.objects.get()
    other = Person.objects.create(name="Khác", identity_number="001099000009", created_at=clock.now())
    hold(other, CERTIFICATE, "NGƯỜI KHÁC")
    hold(person, CERTIFICATE, "HẾT HẠN", valid_to=date(2020, 1, 1))
    version = ProcedureVersion.objects.on(clock.today()).filter(procedure__code=CHANGE).order_by("-number")[0]
    draft = filing_online.begin(person, version, Agency.objects.get(code=place))
    assert "business_number" not in own_drafts.answers_of(draft)
