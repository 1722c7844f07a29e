"""How a task stands on a day, how a target compares with its value, which measure a target means. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from motcua.kernel.text import fold
from motcua.plans.counted import number_meant, says_number
from motcua.plans.enums import PlanKind, Standing, TaskState

SOON = timedelta(days=10)


def standing(state: TaskState, due: date | None, done_on: date | None, today: date) -> Standing:
    """How a task stands: done in time or late, overdue, soon, running, or without a date."""
    if state is TaskState.DROPPED:
        return Standing.DROPPED
    if state is TaskState.DONE:
        return Standing.DONE_LATE if due and done_on and done_on > due else Standing.DONE_IN_TIME
    if due is None:
        return Standing.WITHOUT_DATE
    if today > due:
        return Standing.OVERDUE
    return Standing.SOON if due - today <= SOON else Standing.RUNNING


def standing_of_date(state: TaskState, due: date, done_on: date | None, today: date) -> Standing:
    """How one of several dates of a task stands; `state` is the task's."""
    if state is TaskState.DROPPED and done_on is None:
        return Standing.DROPPED
    return standing(TaskState.DONE if done_on else TaskState.DOING, due, done_on, today)


@dataclass(frozen=True, slots=True)
class Aim:
    """A target's demand: an operator and its numbers, in the target's unit.

    `of_count`: a number of things is judged: «tăng 15 %» is 15 % of last year's number and not a step of 15 points, and
    more than «02 cuộc» is as good. `as_class`: a class of totals, which a better class meets too. `fewer`: the less the
    better («tỷ lệ hồ sơ trễ hạn»).
    """

    operator: str
    value: Decimal | None
    value_high: Decimal | None = None
    last_year: Decimal | None = None
    of_count: bool = False
    as_class: bool = False
    unit: str = ""
    fewer: bool = False

    @property
    def threshold(self) -> Decimal | None:
        """The number a value is compared with; None when there is none (no number, no last year)."""
        if self.operator in ("above_last_year", "not_below_last_year"):
            return self.last_year
        if self.operator == "increase_per_year":
            if self.last_year is None or self.value is None:
                return None
            if self.of_count and self.unit == "%":
                return self.last_year * (100 + self.value) / 100
            raised = self.last_year + self.value
            return raised if self.value_high is None else min(raised, self.value_high)
        return self.value


def met(aim: Aim, value: Decimal) -> bool | None:
    """Whether a value meets an aim; None when the aim cannot be compared (no number, no last year)."""
    wanted = aim.threshold
    if wanted is None:
        return None
    match aim.operator:
        case ">=" | "not_below_last_year" | "increase_per_year":
            return value >= wanted
        case ">" | "above_last_year":
            return value > wanted
        case "=" if (aim.fewer and wanted != 100) or (aim.unit == "%" and wanted == 0):
            return value <= wanted
        case "=":
            # A bare «80 %» is a least share, and «100 %» a ceiling nobody minds to pass by a rounding.
            return value >= wanted if aim.unit == "%" or wanted == 100 or aim.of_count else value == wanted
        case "<":
            return value < wanted
        case "<=":
            return value <= wanted
        case "between" if aim.as_class:
            return value >= wanted
        case "between" if aim.value_high is not None:
            return wanted <= value <= aim.value_high
    return None


def needed(aim: Aim, numerator: int, denominator: int) -> int | None:
    """How many more of the whole must be in the numerator to meet an aim in percent.

    None when no number of them helps (the aim is not to have many, or lies above the whole).
    """
    wanted = aim.threshold
    if wanted is None or aim.fewer or aim.operator in ("<", "<=", "between") or denominator == 0:
        return None
    least = ceil(wanted * denominator / 100)
    strictly = aim.operator in (">", "above_last_year") and least * 100 == wanted * denominator
    more = least + int(strictly) - numerator
    return more if 0 < more <= denominator - numerator else None


_FEWER = re.compile(
    r"tre han|qua han|cham han|cham tre|ton dong|khieu nai|to cao|vi pham|sai sot|bi tra lai|khong dung han|khong hai long"
)


# What is late or complained of is named here, and much is wanted: that it is answered, settled, not there at all.
_MANY_ALL_THE_SAME = re.compile(
    r"giai quyet (?:don|khieu|to)|xu ly|xin loi|khac phuc|"
    r"(?<!chua )(?<!khong )duoc (?:giai quyet|tra loi|tiep thu|khac phuc|chan chinh)|"
    r"(?<!khong )(?<!chua )\b(?:truoc|dung|som|trong) (?:va dung )?han\b|"
    r"khong (?:de |co |con |phat sinh |xay ra )(?:[a-z]+ ){0,4}?(?:tre|qua|cham|ton|vi pham|sai)"
)


def wants_fewer(name: str) -> bool:
    """Whether the words of a share name what there is to be little of, and it is not what is cut or settled of it."""
    words = fold(name)
    return bool(_FEWER.search(words)) and not _MANY_ALL_THE_SAME.search(words)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """Folded words that must all occur, and words of which none may, for a target to be measured by a criterion."""

    criterion: str
    needs: tuple[str, ...]
    never: tuple[str, ...] = ()


# The first that fits wins. Better nothing than a figure of something else: a wrong one costs an officer their year.
_MEANINGS: tuple[_Meaning, ...] = (
    _Meaning("V.2", ("phan anh", "kien nghi", "hai long")),
    _Meaning("V.1", ("phan anh", "kien nghi", "dung han"), ("cong khai",)),
    _Meaning("V.3", ("hai long",), ("phan anh", "noi bo")),
    _Meaning("III.5", ("thu tuc", "phat sinh", "thanh toan truc tuyen")),
    _Meaning("III.6", ("ho so", "thanh toan truc tuyen"), ("giao dich",)),
    _Meaning("Y.transactions", ("thanh toan truc tuyen", "giao dich"), ("phat sinh",)),
    _Meaning("P.full_used", ("toan trinh", "phat sinh ho so"), ("mot phan",)),
    _Meaning("P.partial_used", ("mot phan", "phat sinh ho so"), ("toan trinh",)),
    _Meaning("P.full", ("cung cap", "truc tuyen toan trinh", "du dieu kien"), ("mot phan", "ho so")),
    _Meaning("IV.3", ("su dung lai", "du lieu")),
    _Meaning("IV.3", ("tai su dung", "so hoa")),
    _Meaning("IV.1", ("cap", "ket qua", "dien tu"), ("chung thuc", "dong bo", "so hoa")),
    _Meaning("IV.2", ("so hoa", "ho so"), ("su dung lai", "tai su dung", "nam truoc")),
    _Meaning("II.1", ("ho so", "dung han"), ("cong bo", "cong khai", "bao cao", "phan anh", "dong bo")),
    _Meaning("II.1", ("giai quyet", "thu tuc hanh chinh", "dung han"), ("cong bo", "cong khai", "phan anh")),
    _Meaning("III.2", ("dich vu cong", "phat sinh ho so"), ("toan trinh", "mot phan")),
    _Meaning("III.3", ("ho so", "truc tuyen"), ("thanh toan", "toan trinh", "phat sinh", "ket qua")),
    _Meaning("III.1", ("cung cap", "dich vu cong truc tuyen"), ("toan trinh", "mot phan")),
    _Meaning("I.4", ("ho so", "dong bo", "cong dich vu cong"), ("ket qua", "toan trinh")),
)
# Processes of something else, made leaner, or said of dossiers.
_OTHER_PROCESSES = ("thu tuc hanh chinh noi bo", "cat giam", "tai cau truc", "don gian hoa", "ho so")
# Shares of desks, officers, answers: counted in their own registers, with the words that name whom they are of.
_MEANINGS_BESIDE: tuple[_Meaning, ...] = (
    _Meaning("U.readers", ("bo phan mot cua", "thiet bi doc", "qr")),
    _Meaning("U.readers", ("bo phan mot cua", "dau doc")),
    _Meaning("U.reuse", ("don vi", "su dung lai", "ket qua dien tu")),
    _Meaning("U.certified", ("don vi", "chung thuc", "dien tu"), ("su dung lai", "ho so", "nguoi dan")),
    _Meaning("U.certified", ("chung thuc ban sao dien tu", "tu ban chinh"), ("su dung lai", "ho so", "yeu cau")),
    _Meaning("U.pay_online", ("don vi", "trien khai thanh toan truc tuyen")),
    _Meaning("U.eforms", ("don vi", "bieu mau", "dien tu"), ("thu tuc",)),
    _Meaning("U.eforms", ("don vi", "to khai dien tu"), ("thu tuc",)),
    _Meaning("U.social", ("don vi", "kenh", "mang xa hoi"), ("nguoi dan", "cong chuc")),
    _Meaning("U.social", ("don vi", "kenh zalo"), ("nguoi dan", "cong chuc")),
    _Meaning("V.published", ("ket qua", "phan anh", "kien nghi", "cong khai"), ("dung han", "noi bo")),
    _Meaning("P.process", ("quy trinh", "thu tuc hanh chinh", "thuc hien tren"), _OTHER_PROCESSES),
    _Meaning("P.process", ("quy trinh dien tu", "thu tuc hanh chinh"), _OTHER_PROCESSES),
    _Meaning("D.not_asked_again", ("khong phai cung cap lai", "giay to"), ("noi bo",)),
    _Meaning("S.trained", ("cong chuc", "duoc tap huan"),
             ("mot cua", "trung tam", "dau moi", "lanh dao", "lam cong tac", "phu trach", "tham muu", "truc tiep",
              "chuyen trach")),
)  # fmt: skip
# Shares of offices, people or documents are something else than shares of dossiers.
_NOT_OF_DOSSIERS = (
    "noi bo", "chi phi tuan thu", "can bo, cong chuc", "van ban", "don vi", "bo phan mot cua", "trang bi",
    "nhan vien", "co quan", "quy dinh",
)  # fmt: skip
_SHORT = (
    ("dvctt", "dich vu cong truc tuyen"), ("dvc", "dich vu cong"), ("tthc", "thu tuc hanh chinh"),
    ("pakn", "phan anh kien nghi"),
)  # fmt: skip


_KINDS: tuple[tuple[str, PlanKind], ...] = (
    ("khac phuc", PlanKind.REMEDY),
    ("ra soat", PlanKind.REVIEW),
    ("truyen thong", PlanKind.COMMUNICATION),
    ("tuyen truyen", PlanKind.COMMUNICATION),
    ("kiem tra", PlanKind.INSPECTION),
    ("kiem soat", PlanKind.CONTROL),
    ("cai cach hanh chinh", PlanKind.REFORM),
    ("cai cach thu tuc hanh chinh", PlanKind.REFORM),
)


def kind_of(title: str) -> PlanKind:
    """The kind of plan a title names: what it names first, for the rest is what that is about."""
    words = fold(title)
    found = [(words.index(name), kind) for name, kind in _KINDS if name in words]
    return min(found, key=lambda each: each[0])[1] if found else PlanKind.OTHER


def unit_of(name: str, unit: str) -> str:
    """The unit of a target; a share without one («tỷ lệ … cao hơn năm trước») is in percent."""
    return unit or ("%" if fold(name).startswith("ty le") else "")


def meaning(name: str, unit: str, operator: str = "") -> str:
    """The measure a target's words mean, or none. A suggestion: a person confirms it.

    A number is compared in its own unit only; in percent or without a unit when the aim looks back upon last year's.
    """
    words = fold(name)
    for short, whole in _SHORT:
        words = words.replace(short, whole)
    if unit != "%" or says_number(words):
        return number_meant(words, unit, operator)
    if beside := _first(_MEANINGS_BESIDE, words):
        return beside
    return "" if any(word in words for word in _NOT_OF_DOSSIERS) else _first(_MEANINGS, words)


# «100% cơ quan, đơn vị triển khai»: whose and that they do it, not what; the task in which it stands says that.
_WITHOUT_WHAT = re.compile(
    r"^(?:100 ?% )?(?:cac )?(?:co quan|don vi)(?:, (?:co quan|don vi))? (?:trien khai|thuc hien)\W*$"
)


def meaning_within(name: str, unit: str, operator: str, task: str) -> str:
    """The measure of a target said inside a task: by its own words, by the task's where it only says who does it."""
    own = meaning(name, unit, operator)
    if own or not task or not _WITHOUT_WHAT.match(fold(name).strip()):
        return own
    return meaning(f"{name.rstrip(' .')}: {task}", unit, operator)


def _first(meanings: tuple[_Meaning, ...], words: str) -> str:
    return next((each.criterion for each in meanings if _fits(each, words)), "")


def _fits(one: _Meaning, words: str) -> bool:
    return all(word in words for word in one.needs) and not any(word in words for word in one.never)
