"""Published snapshots stay as published; corrections are said beside them; files carry the same numbers."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from docx import Document
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.relay import run_to_end
from motcua.dossiers import actions
from motcua.dossiers.rules import commands
from motcua.feedback.actions import rate
from motcua.feedback.enums import RatingChannel, Reason
from motcua.kernel.clock import frozen
from motcua.kernel.periods import parse
from motcua.kernel.refusals import Refused
from motcua.measurement.models import Snapshot
from motcua.measurement.publishing import (
    as_csv,
    as_docx,
    as_json,
    corrections,
    publish,
    publish_due_weeks,
    published_again,
)
from motcua.organisation.models import Agency
from motcua.regimes.actions import set_value

pytestmark = pytest.mark.django_db
WEEK = parse("2026-W10")  # 2 to 8 March


@pytest.fixture
def commune() -> Agency:
    return factories.agency(name="UBND xã Thử")


def ended(commune: Agency) -> Any:
    clerk = factories.officer(commune)
    with frozen(moment("2026-03-02 08:00")):
        made = actions.receive_at_counter(
            factories.filing(factories.version(), commune), actor=CLERK, receiver_id=clerk.pk
        )
    with frozen(moment("2026-03-05 08:00")):
        actions.perform(made.pk, commands.Finish(), actor=CLERK)
        run_to_end()
    return made


def published(commune: Agency, at: str = "2026-03-09 07:00") -> Snapshot:
    with frozen(moment(at)):
        return publish(commune, WEEK, actor=CLERK, note="Lần đầu")


def test_a_snapshot_is_never_changed_and_a_correction_is_said_beside_it(commune: Agency) -> None:
    dossier = ended(commune)
    snapshot = published(commune)
    assert corrections(snapshot) == []
    before = dict(snapshot.content)
    with frozen(moment("2026-03-12 08:00")):
        rate(
            dossier,
            satisfied=False,
            score=1,
            reasons=[next(iter(Reason))],
            channel=RatingChannel.ONLINE,
            actor=CLERK,
        )
        run_to_end()
        [found] = corrections(snapshot)
    assert (found.code, found.published, found.now) == ("V.3", "1/1, 6,00 điểm", "0/1, 0,00 điểm")
    snapshot.refresh_from_db()
    assert snapshot.content == before
    for change in (lambda: Snapshot.objects.update(note="khác"), lambda: Snapshot.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_period_is_published_again_only_with_other_figures_and_a_reason(commune: Agency) -> None:
    dossier = ended(commune)
    published(commune)
    with frozen(moment("2026-03-10 08:00")), pytest.raises(Refused, match="số liệu từ đó không đổi") as same:
        publish(commune, WEEK, actor=CLERK, note="Nhầm nút")
    assert same.value.field == "period"
    with frozen(moment("2026-03-12 08:00")):
        rate(
            dossier,
            satisfied=False,
            score=1,
            reasons=[next(iter(Reason))],
            channel=RatingChannel.ONLINE,
            actor=CLERK,
        )
        run_to_end()
        with pytest.raises(Refused, match="Ghi vì sao công bố lại") as other:
            publish(commune, WEEK, actor=CLERK, note="  ")
        assert other.value.field == "note"
        assert (
            publish(commune, WEEK, actor=CLERK, note="Đính chính V.3").content["criteria"]["V.3"]["numerator"]
            == 0
        )
    first, second = Snapshot.objects.order_by("pk")
    assert published_again(first) == (None, second)
    assert published_again(second) == (first, None)


def test_a_running_period_may_be_published_again_when_its_figures_moved_on(commune: Agency) -> None:
    ended(commune)
    year = parse("2026")
    with frozen(moment("2026-03-09 08:00")):
        publish(commune, year, actor=CLERK)
        with pytest.raises(Refused, match="không đổi"):
            publish(commune, year, actor=CLERK)
        ended(commune)
        publish(commune, year, actor=CLERK)
    assert Snapshot.objects.count() == 2


def test_the_files_carry_the_published_numbers(commune: Agency) -> None:
    ended(commune)
    snapshot = published(commune)
    data = json.loads(as_json(snapshot))
    assert data["criteria"]["II.1"] == {
        "name": data["criteria"]["II.1"]["name"], "numerator": 1, "denominator": 1, "points": "20.00", "max": "20",
        "measured": True,
    }  # fmt: skip
    assert data["published"] == {"by": CLERK.label, "at": "07:00 09/03/2026"}
    rows = {row["tieu_chi"]: row for row in csv.DictReader(io.StringIO(as_csv(snapshot).decode("utf-8-sig")))}
    assert (rows["II.1"]["tu_so"], rows["II.1"]["diem"], rows["I.1"]["da_do"]) == ("1", "20.00", "0")
    document = Document(io.BytesIO(as_docx(snapshot)))
    text = "\n".join(each.text for each in document.paragraphs)
    assert f"{data['total'].replace('.', ',')} trên" in text
    assert "Lần đầu" in text
    head = " ".join(cell.text for row in document.tables[0].rows for cell in row.cells)
    assert "\nThử, ngày 09 tháng 3 năm 2026" in head
    cells = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert ["II.1", data["criteria"]["II.1"]["name"], "1 / 1", "20,00 / 20"] in cells


def test_a_period_ahead_or_before_the_set_is_refused(commune: Agency) -> None:
    with frozen(moment("2026-03-01 08:00")), pytest.raises(Refused, match="chưa đến"):
        publish(commune, WEEK, actor=CLERK)
    with frozen(moment("2026-03-09 08:00")), pytest.raises(Refused, match="có hiệu lực từ"):
        publish(commune, parse("2021"), actor=CLERK)
    assert not Snapshot.objects.exists()


def test_the_clock_publishes_where_it_was_asked_to_and_once(commune: Agency) -> None:
    factories.agency("H99.02")
    with frozen(moment("2026-03-09 07:00")):
        set_value(
            actor=CLERK, key="figures.publish_weekly", value="timer", scope=commune.code,
            first_day=WEEK.first, reason="Thử",
        )  # fmt: skip
        assert publish_due_weeks() == 1
        assert publish_due_weeks() == 0
    assert Snapshot.objects.get().period == "2026-W10"
    with frozen(
        moment("2026-03-03 07:00")
    ):  # the clock set back publishes the week before, not this one again
        assert publish_due_weeks() == 1
    assert Snapshot.objects.filter(period="2026-W10").count() == 1
