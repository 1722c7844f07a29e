"""The page of free questions: scope, officers by name, files, long work, and what it says when something is missing."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from tests.factories import CLERK
from tests.staff.conftest import Office, received

from motcua.audit.relay import run_to_end
from motcua.catalogue.models import ProcedureVersion
from motcua.doors.staff import later
from motcua.doors.staff.steering import ask as page
from motcua.doors.staff.steering.ask_table import short
from motcua.dossiers.models import Dossier
from motcua.feedback.actions import answer_petition, receive_petition
from motcua.feedback.enums import PetitionChannel, PetitionKind
from motcua.jobs.models import Job
from motcua.kernel import clock
from motcua.kernel.periods import parse
from motcua.measurement.engines import asking, exporting
from motcua.measurement.models import PaymentFact
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


@pytest.mark.parametrize(
    ("code", "under_the_point"),
    [
        ("2026-03", "T3"),
        ("R2026-03", "T3"),
        ("2026-Q1", "QI"),
        ("R2026-Q4", "QIV"),
        ("2026-H1", "6 tháng đầu"),
        ("R2026-H2", "6 tháng cuối"),
        ("2026", "2026"),
        ("R2026", "2026"),
        ("2026-W07", "Tuần 7"),
        ("2026-01-01..2026-01-14", "01/01–14/01"),
    ],
)
def test_a_point_is_named_shortly(code: str, under_the_point: str) -> None:
    assert short(parse(code).label) == under_the_point


def test_only_the_own_commune_is_counted(office: Office, two: tuple[Dossier, Dossier]) -> None:
    here, there = two
    answer = office[Role.CONTROL].get(reverse("staff:ask") + ASK)
    assert [row[1:3] for row in answer.context["table"].rows] == [(1, 1)]
    assert answer.context["table"].rows[0][0] == (here.agency.name,)
    asked = office[Role.CONTROL].get(reverse("staff:ask") + f"{ASK}&agency={there.agency.code}")
    assert asked.status_code == 422
    assert "table" not in asked.context


def test_narrowed_to_a_procedure_and_parted_by_the_reporting_quarter(
    office: Office, two: tuple[Dossier, Dossier]
) -> None:
    control, procedure = office[Role.CONTROL], two[0].procedure
    narrowed = control.get(reverse("staff:ask") + f"{ASK}&procedure={procedure.code}")
    assert [row[1:3] for row in narrowed.context["table"].rows] == [(1, 1)]
    assert control.get(reverse("staff:ask") + f"{ASK}&procedure=khong-co").status_code == 422
    parted = control.get(reverse("staff:ask") + "?measure=II.1&by=reporting_quarter&picture=none")
    assert parted.status_code == 200
    assert any("Kỳ báo cáo" in row[0][0] or "Từ" in row[0][0] for row in parted.context["table"].rows)


@pytest.fixture
def complained(office: Office, elsewhere: Office, two: tuple[Dossier, Dossier]) -> None:
    """Two petitions here, one of them answered; one in another commune; a payment here and one there."""
    for place, many in ((two[0].agency, 2), (two[1].agency, 1)):
        for number in range(many):
            row = receive_petition(
                place, text="Chậm", channel=PetitionChannel.PORTAL, kind=list(PetitionKind)[number], actor=CLERK,
                dossier=None,
            )  # fmt: skip
            if number:
                answer_petition(row.pk, answer="Đã xem xét", actor=CLERK)
    run_to_end()
    for number, one in enumerate(two):
        PaymentFact.objects.create(
            payment_id=900 + number, dossier_id=one.pk, agency_code=one.agency.code,
            procedure_code=one.procedure.code, paid_on=clock.today(), online=True,
        )  # fmt: skip
    exporting.export()


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("measure=V.1&by=agency", [(2, 2)]),
        ("measure=V.2&by=kind&picture=none", [(1, 1), (1, 1)]),
        ("measure=V.1&by=month&picture=trend", [(2, 2)]),
        ("measure=V.1&kind=staff", [(1, 1)]),
        ("measure=Y.transactions&by=field&then=quarter", [(1, 1)]),
    ],
)
def test_petitions_and_payments_of_the_own_commune(
    office: Office, complained: None, asked: str, rows: list[tuple[int, int]]
) -> None:
    answer = office[Role.CONTROL].get(reverse("staff:ask") + "?" + asked)
    assert answer.status_code == 200
    assert [row[1:3] for row in answer.context["table"].rows] == rows
    book = office[Role.CONTROL].get(reverse("staff:ask") + f"?{asked}&as=xlsx")
    assert book.content[:2] == b"PK"


def test_what_petitions_cannot_be_parted_by_is_said_at_its_field(office: Office) -> None:
    for asked, field, words in (
        ("measure=V.1&by=procedure", "by", "chia được theo cơ quan, nội dung PAKN hoặc theo kỳ"),
        ("measure=Y.transactions&then=officer", "then", "chia được theo cơ quan, thủ tục, lĩnh vực"),
        ("measure=V.2&channel=online", "channel", "không lọc được theo kênh nộp"),
        ("measure=II.1&kind=staff", "kind", "không lọc được theo nội dung PAKN"),
    ):
        answer = office[Role.LEADER].get(reverse("staff:ask") + "?" + asked)
        assert answer.status_code == 422
        assert words in str(answer.context["form"].errors[field])


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
        ("&by=month&then=quarter", "một loại kỳ"),
        ("&by=agency&picture=trend", "cần chia chỉ theo một loại kỳ"),
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


def links(answer: Any) -> list[str]:
    return [row[4] for row in answer.context["table"].rows]


def test_a_line_opens_to_its_dossiers_and_back(office: Office, two: tuple[Dossier, Dossier]) -> None:
    here = two[0]
    asked = f"{ASK}&then=month&channel={here.channel}"
    leader = office[Role.LEADER]
    [url] = links(leader.get(reverse("staff:ask") + asked))
    late, good = leader.get(url), leader.get(f"{url}&show=having")
    assert [each.badge for each in good.context["tabs"]] == [0, 1]
    assert [row.key for row in late.context["rows"]] == []
    assert [row.key for row in good.context["rows"]] == [here.code]
    assert here.agency.name in good.content.decode()
    back = leader.get(good.context["back"])
    assert links(back) == [url]
    assert leader.get(f"{url}&show=having&as=xlsx").content[:2] == b"PK"
    # Who sees figures but no dossiers counts them and reads none.
    seen = office[Role.ADMINISTRATOR].get(f"{url}&show=having")
    assert [row.key for row in seen.context["rows"]] == [""]


def test_a_line_of_another_commune_or_of_no_question_does_not_open(
    office: Office, two: tuple[Dossier, Dossier]
) -> None:
    here, there = two
    control = office[Role.CONTROL]
    behind = reverse("staff:ask-behind") + ASK
    assert control.get(f"{behind}&k0={here.agency.code}").status_code == 200
    for line in (
        f"&k0={there.agency.code}",
        "&then=month&k0=H99.01&k1=hom-qua",
        "&then=month&k0=H99.01&k1=2199-01",
    ):
        assert control.get(behind + line).status_code == 404, line
    assert control.get(reverse("staff:ask-behind")).url == reverse("staff:ask"), "no question yet: ask one"
    assert office[Role.SPECIALIST].get(f"{behind}&k0={here.agency.code}").status_code == 404
    by_officer = reverse("staff:ask-behind") + "?measure=II.1&by=officer&k0=1"
    assert office[Role.INSPECTOR].get(by_officer).status_code == 404


def test_petitions_open_too(office: Office, complained: None) -> None:
    control = office[Role.CONTROL]
    [url] = links(control.get(reverse("staff:ask") + "?measure=V.1&kind=staff&picture=none"))
    assert len(control.get(f"{url}&show=having").context["rows"]) == 1


def test_the_ready_questions_can_be_asked(office: Office, two: object) -> None:
    shown = office[Role.CONTROL].get(reverse("staff:ask")).content.decode()
    ready = [each.replace("&amp;", "&") for each in re.findall(r'<li><a href="(\?measure=[^"]+)"', shown)]
    assert len(ready) == 5
    for each in ready:
        assert office[Role.CONTROL].get(reverse("staff:ask") + each).status_code == 200, each
