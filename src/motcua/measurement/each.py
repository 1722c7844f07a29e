"""What each person did against what is asked of each: posts a week, dossiers received at the desk (REQ C7, O7)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from motcua.dossiers.reception_counts import received_by, received_in_all
from motcua.indicators.ports import Number
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind
from motcua.kernel.refusals import Refused
from motcua.measurement.queries import Scope
from motcua.organisation import productivity
from motcua.organisation.dated import overlapping
from motcua.organisation.models import Agency, DeskAssignment, Staff
from motcua.plans.control_models import Post
from motcua.plans.outreach import free_weeks, is_owed, weeks_met, weeks_of
from motcua.regimes.queries import rule


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with what they did, and out of what: weeks owed, or the dossiers of the minimum."""

    name: str
    many: int
    of: int
    words: str
    enough: bool


@dataclass(frozen=True, slots=True)
class Each:
    """The number, and whom it is made of."""

    number: Number
    people: tuple[Person, ...] = ()


def posts_each(scope: Scope, period: Period, day: date) -> Each:
    """Posts a week of whoever has fewest, on average over the whole weeks they worked in the period up to a day.

    The fewest and not the mean: «mỗi người» is not met while one does it for all. A week counts when it has ended and
    was worked from Monday to Friday, holidays and absences of a whole week left out, as on the page of outreach.
    """
    weeks = weeks_of(period.first, day)
    if not weeks:
        return Each(Number(None, "Kỳ này chưa có tuần nào đủ để đếm."))
    first, last = weeks[0], weeks[-1] + timedelta(days=6)
    kinds = list(rule("outreach.counted_kinds", on=day, scopes=scope.agency.chain))
    norm = int(rule("outreach.posts_a_week", on=day, scopes=scope.agency.chain))
    counted: dict[int, Counter[date]] = {}
    rows = Post.objects.filter(
        agency__code__in=scope.codes, day__range=(first, min(last, day)), withdrawn_at=None, kind__in=kinds
    )
    for staff, on in rows.order_by().values_list("staff_id", "day"):
        counted.setdefault(staff, Counter())[on - timedelta(days=on.weekday())] += 1
    tomorrow = day + timedelta(days=1)
    people = []
    there = Staff.objects.filter(overlapping(first, last), agency__code__in=scope.codes)
    everybody = list(there.order_by("name_key"))
    free = free_weeks(scope.agency, everybody, weeks)
    for one in everybody:
        made, away = counted.get(one.pk, Counter()), free.get(one.pk, frozenset())
        stood = weeks_met(one, weeks, made, norm=norm, today=tomorrow, free=away)
        owed = [monday for monday in weeks if is_owed(one, monday, tomorrow, away)]
        if not owed:
            continue
        many = sum(made[monday] for monday in owed)
        words = f"{many} tin, bài trong {len(owed)} tuần; {stood.met} tuần đủ định mức"
        people.append(Person(one.name, many, len(owed), words, many >= norm * len(owed)))
    if not people:
        return Each(Number(None, "Chưa ai có tuần làm việc trọn vẹn trong kỳ."))
    least = min(Fraction(one.many, one.of) for one in people)
    return Each(Number(least), tuple(people))


def received_each(scope: Scope, period: Period, day: date) -> Each:
    """Dossiers received in a year by one receptionist on average; who was there for a part of it counts as that part.

    Exempt when the year has ended and the whole desk received less than the minimum of one (QĐ 468/QĐ-TTg). Answered
    for one desk and a whole year only: the minimum is of a year.
    """
    if period.kind is not PeriodKind.YEAR:
        return Each(Number(None, "Mức tối thiểu tính cho cả năm; chọn kỳ năm để xem."))
    if len(scope.codes) != 1:
        return Each(Number(None, "Mức tối thiểu tính cho từng Bộ phận Một cửa; chọn một cơ quan để xem."))
    desk, year = scope.agency, period.year
    received = received_by(desk, period.first, day)
    minimum = _minimum(desk, day)
    shares = shares_of_year(desk, year, received)
    if not shares:
        return Each(Number(None, "Chưa có ai tiếp nhận hồ sơ trong năm."))
    ended = period.last < clock.today()
    total = received_in_all(desk, period.first, day)
    names = dict(Staff.objects.filter(pk__in=shares).values_list("pk", "name"))
    judged = productivity.judge(received, shares, minimum or 0, desk_total=total, year_ended=ended)
    people = tuple(
        Person(names[one.staff], one.received, one.minimum, _words(one, minimum), one.received >= one.minimum)
        for one in judged
    )
    if minimum is not None and ended and total < minimum:
        words = f"Được miễn: cả năm Bộ phận Một cửa tiếp nhận {total} hồ sơ, dưới mức tối thiểu {minimum} của một người."
        return Each(Number(None, words), people)
    worked = sum((Fraction(*share) for share in shares.values()), Fraction(0))
    return Each(Number(Fraction(sum(received.values())) / worked), people)


def shares_of_year(desk: Agency, year: int, received: dict[int, int]) -> dict[int, tuple[int, int]]:
    """Of everybody who received at a desk in a year, the days of it they were assigned there, and its days.

    Who was never assigned is taken for the days they worked at the agency.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    shares: dict[int, tuple[int, int]] = {}
    terms = DeskAssignment.objects.filter(
        overlapping(first, last), agency=desk, reserve=False, staff__in=list(received)
    )
    for term in terms:
        days, of = productivity.share_of_year(year, term.first_day, term.last_day)
        shares[term.staff_id] = (min(shares.get(term.staff_id, (0, of))[0] + days, of), of)
    people = Staff.objects.filter(pk__in=received).values_list("pk", "first_day", "last_day")
    for staff, begins, ends in people:
        shares.setdefault(staff, productivity.share_of_year(year, begins, ends))
    return {staff: share for staff, share in shares.items() if share[0]}


def _minimum(desk: Agency, day: date) -> int | None:
    try:
        return productivity.minimum_for(rule(productivity.RULE, on=day, scopes=desk.chain), desk.level)
    except Refused:
        return None


def _words(one: productivity.Output, minimum: int | None) -> str:
    against = f", mức tối thiểu {one.minimum}" if minimum else ""
    return f"{one.received} hồ sơ đã tiếp nhận{against}"
