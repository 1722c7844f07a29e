"""Which officer's day of looking at people's data stands out: a table."""

import pytest

from motcua.dossiers.rules.look_ups import DayOfLooks, Terms, unusual

TERMS = Terms(a_day=60, without_dossier=15, times_usual=4, at_least=20)


@pytest.mark.parametrize(
    ("day", "others", "words"),
    [
        (DayOfLooks(), [], []),
        (DayOfLooks(look_ups=59, without_dossier=14), [50], []),
        (DayOfLooks(look_ups=60), [60], ["60 lượt trong một ngày"]),
        (DayOfLooks(look_ups=20, without_dossier=15), [20], ["15 lượt tra cứu không thành hồ sơ"]),
        (DayOfLooks(refused=1), [], ["bị chặn 1 lượt"]),
        (DayOfLooks(look_ups=10, papers=30), [10, 9, 11], ["40 lượt xem, gấp 4 lần mức giữa (10)"]),
        (DayOfLooks(look_ups=10, papers=29), [10, 9, 11], []),
        (DayOfLooks(papers=19), [1, 1], []),  # many times what is usual, and still few
        (DayOfLooks(papers=50), [], []),  # nobody to compare with
        (DayOfLooks(look_ups=45), [10, 8], ["45 lượt xem, gấp 5 lần mức giữa (9)"]),
    ],
)
def test_what_stands_out(day: DayOfLooks, others: list[int], words: list[str]) -> None:
    why = unusual(day, others, TERMS)
    assert len(why) == len(words)
    assert all(wanted in told for wanted, told in zip(words, why, strict=True))
