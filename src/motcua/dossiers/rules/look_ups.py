"""Which officer's look-ups an administrator should look at. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Terms:
    """The dated rule `desk.look_ups_unusual`: looks a day, looks that led to no dossier, times what is usual."""

    a_day: int
    without_dossier: int
    times_usual: int
    at_least: int


@dataclass(frozen=True, slots=True)
class DayOfLooks:
    """One officer on one day: people looked up at reception, without a dossier after it, refused; papers opened."""

    look_ups: int = 0
    without_dossier: int = 0
    refused: int = 0
    papers: int = 0

    @property
    def looks(self) -> int:
        """Everything that was shown."""
        return self.look_ups + self.papers


def unusual(day: DayOfLooks, others: Sequence[int], terms: Terms) -> list[str]:
    """Why this day stands out, in Vietnamese; empty when it does not. `others`: looks of other officers' days."""
    why = []
    if day.refused:
        why.append(f"bị chặn {day.refused} lượt vì vượt giới hạn một giờ")
    if day.look_ups >= terms.a_day:
        why.append(f"tra cứu {day.look_ups} lượt trong một ngày (mức xem lại: {terms.a_day})")
    if day.without_dossier >= terms.without_dossier:
        why.append(
            f"{day.without_dossier} lượt tra cứu không thành hồ sơ (mức xem lại: {terms.without_dossier})"
        )
    usual = median(others) if others else 0
    if usual and day.looks >= terms.at_least and day.looks >= terms.times_usual * usual:
        times = round(day.looks / usual, 1)
        why.append(f"{day.looks} lượt xem, gấp {times:g} lần mức giữa ({usual:g})".replace(".", ","))
    return why
