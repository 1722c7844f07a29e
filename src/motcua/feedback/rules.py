"""Clocks and steps of a petition. Pure: no Django."""

from dataclasses import dataclass
from datetime import date, timedelta

from motcua.feedback.enums import PetitionState
from motcua.kernel.phrases import Phrase
from motcua.kernel.refusals import Overtaken, Refused
from motcua.worktime.calendar import Calendar
from motcua.worktime.cases import Unit


@dataclass(frozen=True, slots=True)
class Length:
    """How long a clock runs, in working or calendar days."""

    value: int
    unit: Unit

    def last_day(self, after: date, calendar: Calendar) -> date:
        """The last day on time; the day it starts from is not counted, calendar days are not moved."""
        if self.unit is Unit.WORKING_DAY:
            return calendar.working_day_after(after, self.value)
        return after + timedelta(days=self.value)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The lengths that hold on the day of receipt.

    Source: the national portal's counting for V.1 of set 766; `law` is TT 02/2017/TT-VPCP beside it.
    """

    refuse: Length
    supplement: Length
    handle: Length
    publish: Length
    law: Length


def must_be(state: PetitionState, wanted: PetitionState) -> None:
    """Refuse a step that does not follow from where the petition stands."""
    if state is not wanted:
        raise Overtaken(f"Phản ánh, kiến nghị này đã ở bước «{state.label}». Hãy tải lại trang.")


def check_rating(score: int, *, satisfied: bool) -> None:
    """Refuse a score off the scale of 1 to 5, and one that says the opposite of `satisfied`."""
    if not 1 <= score <= 5:
        raise Refused("Điểm đánh giá từ 1 đến 5.", field="score")
    if (satisfied and score == 1) or (not satisfied and score == 5):
        raise Refused("Điểm và mức hài lòng trái ngược nhau; hãy chọn lại.", field="score")


# More contacts or bodies than this is a slip of the keyboard.
_MOST_CONTACTS = 50


def check_slip(contacts: int | None, bodies: int | None, attitude: str) -> None:
    """Refuse a slip without any answer, and a number no citizen can have meant."""
    if contacts is None and bodies is None and not attitude:
        raise Refused("Hãy trả lời ít nhất một câu của phiếu.", field="contacts", code="empty_slip")
    for field, number in (("contacts", contacts), ("bodies", bodies)):
        if number is not None and not 0 <= number <= _MOST_CONTACTS:
            raise Refused(
                Phrase("Ghi số từ 0 đến {most}.", most=_MOST_CONTACTS), field=field, code="out_of_range"
            )
