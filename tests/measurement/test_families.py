"""Families of targets: every row of both seed tables, each measured, followed, or marked with why not."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.relay import run_to_end
from motcua.dossiers import actions
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import HandedIn, Paid
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.indicators.actions import record_followed
from motcua.indicators.scoring import Count
from motcua.indicators.targets import TargetRow, families, family
from motcua.kernel.clock import frozen, now
from motcua.kernel.periods import parse
from motcua.kernel.refusals import Refused
from motcua.measurement.behind import Behind, behind, kind_of
from motcua.measurement.beside import OF_BESIDE
from motcua.measurement.families import RowStanding, standings, values
from motcua.measurement.measures import (
    OF_DOSSIERS,
    OF_HELD,
    OF_PAYMENTS,
    OF_PETITIONS,
    OF_PROCEDURES,
    OF_UNITS,
    measures,
)
from motcua.measurement.numbers import NUMBERS, TOTAL
from motcua.measurement.queries import scope_of
from motcua.organisation.models import Agency

DOCS = Path(__file__).parents[2] / "docs" / "algorithms"
SEEDS = Path(__file__).parents[1] / "seeds"
YEAR = parse("2026")
# Figures that are no ratio of things: a score, a mean, a number of times.
PLAIN = {
    "proactive",
    "proactive.taken",
    "766.total",
    "time",
    "identity_help",
    "registrations.entering",
    "registrations.reentering",
}


def test_words_and_conditions_are_of_the_same_measures() -> None:
    shares = {*OF_DOSSIERS, *OF_PROCEDURES, *OF_PETITIONS, *OF_PAYMENTS, *OF_HELD, *OF_UNITS, *OF_BESIDE}
    assert set(measures()) == shares | {*NUMBERS} - {TOTAL}


def test_the_document_explains_every_measure_by_its_identifier() -> None:
    told = set(re.findall(r"^### `([^`]+)`", (DOCS / "measures.md").read_text("utf-8"), re.MULTILINE))
    assert told == {*measures(), *PLAIN}


def test_every_row_is_measured_or_says_why_not() -> None:
    for each in families():
        for row in each.rows:
            assert row.measure in {"", "I.2", *measures(), *PLAIN}, row
            assert row.measure in {*measures(), *PLAIN} or row.why, row


def test_every_row_of_both_seed_tables_is_there() -> None:
    tables = {name for row in family("NQ-2024").rows for name in row.tables}
    gio_chau = (
        (SEEDS / "plan_gio_chau_2024.txt")
        .read_text("utf-8")
        .split("Chỉ tiêu giao tại Nghị quyết số 01/NQ-CP")[1]
    )
    first, _ = gio_chau.split("\n2. Chỉ tiêu giao tại Nghị quyết số 02/NQ-CP")
    assert len(re.findall(r"^\t?\s*\d\.\s*$", first, re.MULTILINE)) == 6
    assert {name for name in tables if name.startswith("Gio Châu")} == {
        *(f"Gio Châu 1.{number}" for number in range(1, 7)), *(f"Gio Châu 2.{number}" for number in range(1, 8)),
    }  # fmt: skip
    hung = {name.removeprefix("Mỹ Hòa Hưng ") for name in tables if name.startswith("Mỹ")}
    assert hung == {
        *(f"9.1.{number}" for number in range(1, 6)), "9.1.6.1", "9.1.6.2", "9.2.I.1",
        *(f"9.2.II.{number}" for number in range(1, 13)), "9.3",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("operator", "aim", "value", "before", "met"),
    [
        (">=", "80", Fraction(80), None, True),
        (">=", "80", Fraction(79999, 1000), None, False),
        (">", "75", Fraction(75), None, False),
        (">", "98", Fraction(981, 10), None, True),
        (">=", "80", None, None, None),
        ("above_last_year", "", Fraction(5), Fraction(5), False),
        ("above_last_year", "", Fraction(6), Fraction(5), True),
        ("above_last_year", "", Fraction(6), None, None),
        ("", "", Fraction(6), None, None),
    ],
)
def test_a_value_against_its_target(
    operator: str, aim: str, value: Fraction | None, before: Fraction | None, met: bool | None
) -> None:
    row = TargetRow("1", "", "x", operator, Decimal(aim) if aim else None, "%", "", "", ())
    assert row.met_by(value, before) is met


@pytest.fixture
def commune(db: None) -> Agency:
    return factories.agency()


def row(commune: Agency, of: str, code: str, at: str = "2026-03-20 08:00") -> RowStanding:
    with frozen(moment(at)):
        [found] = standings([family(of)], scope_of(commune), YEAR, now())
    return next(each for each in found.rows if each.row.code == code)


def ended(commune: Agency, at: str = "2026-03-06 08:00", *, result: bool = True, **fields: Any) -> Dossier:
    clerk = factories.officer(commune)
    with frozen(moment("2026-03-02 08:00")):
        paid = fields.pop("paid", None)
        filing = factories.filing(fields.pop("version", None) or factories.version(), commune, **fields)
        made = actions.receive_at_counter(filing, actor=CLERK, receiver_id=clerk.pk, paid=paid)
    with frozen(moment(at)):
        papers = (HandedIn("Kết quả", "produced", blob=_blob()),) if result else ()
        actions.perform(made.pk, commands.Finish(), actor=CLERK, papers=papers)
        run_to_end()
    return made


def _blob() -> str:
    from motcua.blobs import store

    return store.put(b"%PDF-1.4\n%%EOF\n", declared_name="kq.pdf").sha256


def test_settled_wholly_online_asks_for_an_electronic_result_and_payment_online(commune: Agency) -> None:
    online = {"channel": Channel.ONLINE, "fees": (("Lệ phí", 8000),), "fee_online_possible": True}
    ended(commune, **online, paid=Paid("online", 8000, reference="R1", gateway="demo"))
    ended(commune, **online, paid=Paid("cash", 8000))
    ended(commune, channel=Channel.ONLINE, result=False)
    ended(commune)
    assert row(commune, "DVC", "3").found.count == Count(1, 3)  # type: ignore[union-attr]
    assert row(commune, "TTTT", "1").found.count == Count(1, 2)  # type: ignore[union-attr]
    assert row(commune, "TTTT", "2").found.count == Count(1, 2)  # type: ignore[union-attr]


def test_early_is_told_apart_from_on_time(commune: Agency) -> None:
    ended(commune)
    ended(commune, "2026-03-09 08:00")
    ended(commune, "2026-03-10 08:00")
    assert row(commune, "DVC", "4").found.count == Count(1, 3)  # type: ignore[union-attr]
    found = row(commune, "DVC", "5")
    assert (found.found.count, found.met) == (Count(2, 3), False)  # type: ignore[union-attr]


def test_nothing_happened_is_no_value_and_meets_nothing(commune: Agency) -> None:
    found = row(commune, "DVC", "3")
    assert (found.found.value, found.met, found.verdict[0]) == (None, None, "Không phát sinh")  # type: ignore[union-attr]


def test_what_the_system_cannot_know_is_followed_with_evidence(commune: Agency) -> None:
    assert row(commune, "NQ-2024", "01.5").verdict[0] == "Chưa đo"

    def enter(value: str, evidence: str = "Báo cáo 5/BC-UBND") -> None:
        record_followed(
            CLERK, family=family("NQ-2024"), row="01.5", agency=commune.code, period=YEAR, value=Decimal(value),
            evidence=evidence,
        )  # fmt: skip

    enter("99.5")
    assert row(commune, "NQ-2024", "01.5").verdict[0] == "Chưa đạt"
    enter("100")
    assert row(commune, "NQ-2024", "01.5").verdict[0] == "Đạt"
    for value, evidence in (("101", "x"), ("-1", "x"), ("50", " "), ("NaN", "x")):
        with pytest.raises(Refused):
            enter(value, evidence)


def test_registrations_are_compared_with_the_same_days_of_last_year(commune: Agency) -> None:
    version = factories.version()
    version.procedure.code = "1.001612"
    version.procedure.save()
    ended(commune, version=version)
    with frozen(moment("2027-03-01 08:00")):
        early = values(scope_of(commune), parse("2027"), now())["registrations.entering"]
    assert (early.value, early.before) == (0, 0)  # on 1 March of last year it was not granted yet
    with frozen(moment("2027-03-07 08:00")):
        later = values(scope_of(commune), parse("2027"), now())["registrations.entering"]
    assert (later.value, later.before) == (0, 1)


def test_a_unit_that_was_merged_is_counted_once_as_its_successor(db: None) -> None:
    from datetime import date

    province = factories.agency("H99", level=factories.Level.PROVINCE, has_desk=False)
    factories.agency("H99.01", parent=province, valid_to=date(2026, 6, 30))
    factories.agency("H99.02", parent=province, valid_to=date(2026, 6, 30))
    factories.agency("H99.101", parent=province, valid_from=date(2026, 7, 1))
    scope = scope_of(province, with_below=True)
    with frozen(moment("2026-12-01 08:00")):
        before, after = (values(scope, parse(code), now())["U.in_system"] for code in ("2026-06", "2026-08"))
    assert before.count == Count(0, 2)
    assert after.count == Count(0, 1)


def test_a_value_entered_is_compared_with_the_one_entered_for_last_year(commune: Agency) -> None:
    def verdict(row: str = "3") -> tuple[str, str]:
        with frozen(moment("2026-12-01 08:00")):
            [one] = standings([family("KINH-TE")], scope_of(commune), YEAR, now())
            return next(each.verdict for each in one.rows if each.row.code == row)

    def enter(value: str, period: str) -> None:
        record_followed(
            CLERK, family=family("KINH-TE"), row="3", agency=commune.code, period=parse(period),
            value=Decimal(value), evidence="Báo cáo của cơ quan đăng ký kinh doanh",
        )  # fmt: skip

    assert verdict() == ("Chưa đo", "stopped")
    enter("41", "2026")
    assert verdict() == ("Theo dõi", "plain")  # of last year nobody said anything
    enter("41", "2025")
    assert verdict() == ("Chưa đạt", "late")
    enter("40", "2025")
    assert verdict() == ("Đạt", "done")


def test_services_that_come_to_people_are_measured_at_the_right_place(commune: Agency) -> None:
    with frozen(moment("2026-12-01 08:00")):
        below = values(scope_of(commune), YEAR, now())
        top = factories.agency("H98", level=factories.Level.PROVINCE)
        whole = values(scope_of(top), YEAR, now())
    assert below["proactive"].count is not None
    assert ("proactive.taken" in below, "proactive.taken" in whole) == (commune.parent_id is None, True)
    assert whole["proactive.taken"].count == Count(0, 0)


def test_every_measure_opens_to_what_it_counts(commune: Agency) -> None:
    ended(commune, channel=Channel.ONLINE)
    with frozen(moment("2026-03-20 08:00")):
        scope = scope_of(commune)
        for code, found in values(scope, YEAR, now()).items():
            if kind_of(code) is Behind.NOTHING:
                continue
            standing = behind(scope, YEAR, now(), code)
            assert found.count == Count(len(standing.having), len(standing.having) + len(standing.missing)), (
                code
            )
