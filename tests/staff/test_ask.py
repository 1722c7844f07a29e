"""The page of free questions: scope, officers by name, files, long work, and what it says when something is missing."""

from pathlib import Path

import pytest
from django.urls import reverse
from tests.staff.conftest import Office, received

from motcua.audit.relay import run_to_end
from motcua.catalogue.models import ProcedureVersion
from motcua.doors.staff import later
from motcua.doors.staff.steering import ask as page
from motcua.dossiers.models import Dossier
from motcua.jobs.models import Job
from motcua.kernel import clock
from motcua.measurement.engines import asking, exporting
from motcua.organisation.enums import Role

pytestmark = pytest.mark.django_db
ASK = "?measure=II.1&by=agency&picture=none"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def two(office: Office, elsewhere: Office, birth: ProcedureVersion) -> tuple[Dossier, Dossier]:
    """One dossier here, one in another commune, exported."""
    made = received(office, birth), received(elsewhere, birth)
    run_to_end()
    exporting.export()
    return made


def test_only_who_sees_figures_may_ask(office: Office, two: object) -> None:
    for role, status in (
        (Role.CONTROL, 200),
        (Role.LEADER, 200),
        (Role.RECEPTION, 404),
        (Role.SPECIALIST, 404),
    ):
        assert office[role].get(reverse("staff:ask") + ASK).status_code == status, role


def test_only_the_own_commune_is_counted(office: Office, two: tuple[Dossier, Dossier]) -> None:
    here, there = two
    answer = office[Role.CONTROL].get(reverse("staff:ask") + ASK)
    assert [row[1:3] for row in answer.context["table"].rows] == [(1, 1)]
    assert answer.context["table"].rows[0][0] == (here.agency.name,)
    asked = office[Role.CONTROL].get(reverse("staff:ask") + f"{ASK}&agency={there.agency.code}")
    assert asked.status_code == 422
    assert "table" not in asked.context


def test_officers_by_name_only_where_they_are_led(office: Office, two: object) -> None:
    by_officer = "?measure=II.1&by=officer"
    assert office[Role.LEADER].get(reverse("staff:ask") + by_officer).status_code == 200
    assert office[Role.INSPECTOR].get(reverse("staff:ask") + by_officer).status_code == 422


def test_as_a_file(office: Office, two: object) -> None:
    answer = office[Role.CONTROL].get(reverse("staff:ask") + f"{ASK}&as=csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.decode().splitlines()[1].endswith(",1,1,100.0")
    book = office[Role.CONTROL].get(reverse("staff:ask") + f"{ASK}&as=xlsx")
    assert book.content[:2] == b"PK"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("&period=2199", "chưa đến"),
        ("&period=hom-qua", "Không hiểu kỳ"),
        ("&by=month&then=quarter", "không cả hai"),
        ("&by=agency&picture=trend", "cần chia chỉ theo tháng"),
        ("&by=applicant_name", "by"),
        ("&measure=1;DROP", "measure"),
    ],
)
def test_what_cannot_be_asked_is_said(office: Office, asked: str, words: str) -> None:
    answer = office[Role.CONTROL].get(reverse("staff:ask") + "?measure=II.1" + asked)
    assert answer.status_code == 422
    assert words in answer.content.decode() or words in answer.context["form"].errors


def test_without_an_export_it_says_how_to_make_one(office: Office) -> None:
    answer = office[Role.CONTROL].get(reverse("staff:ask") + ASK)
    assert answer.status_code == 422
    assert "motcua measure export" in answer.content.decode()


def test_too_long_becomes_work_that_its_owner_alone_reads(
    office: Office, elsewhere: Office, two: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(*_: object, **__: object) -> None:
        raise asking.TooLong(6)

    with monkeypatch.context() as slow:
        slow.setattr(page, "ask", too_long)
        offered = office[Role.CONTROL].get(reverse("staff:ask") + ASK).content.decode()
    assert "Tính ở nền" in offered
    sent = office[Role.CONTROL].post(reverse("staff:ask-later"), {"query": ASK[1:], "act_key": "a"})
    job = Job.objects.get(kind="staff.ask")
    assert sent.url == reverse("staff:ask-answer", args=[job.pk])
    assert office[Role.CONTROL].get(sent.url).status_code == 200
    job.result, job.state = later.ask(job.arguments, lambda *_: None), "done"
    job.finished_at = clock.now()
    job.save()
    shown = office[Role.CONTROL].get(sent.url)
    assert [row[1:3] for row in shown.context["table"].rows] == [(1, 1)]
    assert office[Role.LEADER].get(sent.url).status_code == 404
    assert elsewhere[Role.CONTROL].get(sent.url).status_code == 404
