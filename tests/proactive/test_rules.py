"""What is due when: the pure rule, by table."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.proactive.cases import case_named, cases
from motcua.proactive.rules import Known, KnownDossier, KnownPaper, birthday, due

TODAY = date(2026, 11, 20)
SINGLE = "giay xac nhan tinh trang hon nhan"


def keys(known: Known, today: date = TODAY) -> list[tuple[str, str]]:
    return [(one.case.key, one.subject) for one in due(cases(), known, today)]


@pytest.mark.parametrize(
    ("born", "found"),
    [
        (date(2001, 11, 20), "age:25"),  # the very day
        (date(2002, 1, 19), "age:25"),  # in 60 days
        (date(2002, 1, 20), None),  # in 61
        (date(2001, 9, 1), "age:25"),  # 80 days ago
        (date(2001, 8, 1), None),  # 111 days ago: over
        (date(2012, 12, 31), "age:14"),
        (date(1987, 1, 19), "age:40"),  # in 60 days
        (date(1987, 1, 20), None),  # in 61
        (date(1966, 11, 21), "age:60"),
        (date(1996, 11, 20), None),  # 30 is no age of change
        (None, None),
    ],
)
def test_an_identity_card_is_changed_at_four_ages(born: date | None, found: str | None) -> None:
    assert keys(Known(born)) == ([("can-cuoc-theo-tuoi", found)] if found else [])


@pytest.mark.parametrize(
    ("issued", "spared"), [(date(2024, 11, 19), False), (date(2024, 11, 22), True), (None, False)]
)
def test_a_card_of_the_last_two_years_spares_the_change(issued: date | None, spared: bool) -> None:
    known = Known(date(2001, 11, 20), (KnownPaper(1, "the can cuoc", issued, None),))
    assert (keys(known) == []) is spared


@pytest.mark.parametrize(
    ("ends", "due_"),
    [
        (date(2026, 11, 20), True), (date(2026, 12, 20), True), (date(2026, 12, 21), False),
        (date(2026, 10, 21), True), (date(2026, 10, 20), False), (None, False),
    ],
)  # fmt: skip
def test_a_paper_about_to_end(ends: date | None, due_: bool) -> None:
    assert (keys(Known(None, (KnownPaper(7, SINGLE, None, ends),))) != []) is due_


def test_a_newer_paper_and_a_dossier_already_filed_end_the_matter() -> None:
    old, new = KnownPaper(7, SINGLE, None, TODAY), KnownPaper(8, SINGLE, None, date(2027, 5, 1))
    assert keys(Known(None, (old, new))) == []
    filed = KnownDossier(1, "1.004873", date(2026, 11, 1), None)
    assert keys(Known(None, (old,), (filed,))) == []
    assert keys(Known(None, (old,), (replace(filed, filed_on=date(2026, 5, 1)),))) != []


def test_after_a_birth_what_was_not_done_yet_is_recommended() -> None:
    birth = KnownDossier(3, "1.001193", date(2026, 11, 2), date(2026, 11, 3))
    assert keys(Known(None, (), (birth,))) == [("sau-khai-sinh", "dossier:3")]
    assert keys(Known(None, (), (replace(birth, settled_on=None),))) == []
    assert keys(Known(None, (), (replace(birth, settled_on=date(2026, 9, 1)),))) == []
    later = KnownDossier(4, "1.004222", date(2026, 11, 10), None)
    assert keys(Known(None, (), (birth, later))) == []


def test_a_pension_at_75_only_reminds_who_did_not_agree() -> None:
    [one] = due(cases(), Known(date(1951, 12, 1)), TODAY)
    assert one.case.key == "huu-tri-xa-hoi-75"
    assert (one.case.level_for(agreed=True), one.case.level_for(agreed=False)) == (4, 1)
    assert "01/12/2026" in one.words


def test_a_case_holds_from_its_first_day_to_its_last() -> None:
    case = case_named("sau-khai-sinh")
    assert case is not None
    birth = Known(None, (), (KnownDossier(3, "1.001193", date(2026, 6, 1), date(2026, 6, 2)),))
    assert due([case], birth, date(2026, 6, 30)) == []
    assert due([case], birth, date(2026, 7, 1)) != []
    assert due([replace(case, last_day=date(2026, 7, 1))], birth, date(2026, 7, 2)) == []


def test_every_case_has_a_level_words_and_a_source_with_grade() -> None:
    assert {case.level for case in cases()} == {1, 2, 3, 4}
    for case in cases():
        assert case.source
        assert case.grade in {"L", "L2", "S", "D", "U"}
        assert case.level == 1 or case.procedures
        assert case.words.format(day="01/01/2026", age=14)
        assert case.level < 4 or (case.consent and case.confirm)


def test_who_was_born_on_a_leap_day_has_a_birthday_every_year() -> None:
    assert birthday(date(2012, 2, 29), 14) == date(2026, 3, 1)
    assert birthday(date(2012, 2, 29), 16) == date(2028, 2, 29)
