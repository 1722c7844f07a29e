"""The sample's citizen «congdan»: what somebody who tries the product finds under «Của tôi», told by the acts themselves.

A birth and a household business that are done, one dossier that waits for her supplement, one under way, one just sent
with a fee still to pay, and a form half filled in. Names, numbers and moments are invented.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from motcua.accounts.models import Person
from motcua.blobs.models import Blob
from motcua.catalogue.eforms.keeping import form_for
from motcua.catalogue.models import Component, Procedure, ProcedureVersion
from motcua.doors.commands.sample.places import FIRST_DAY_OF_TWO_LEVELS
from motcua.dossiers import actions, filing_online
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Applicant, Filing, HandedIn, Paid
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.papers import Asked, Lack
from motcua.dossiers.telling import on_dossier_marks
from motcua.feedback.actions import NewRating, rate_many
from motcua.feedback.enums import RatingChannel
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.organisation.models import Agency, Staff
from motcua.worktime.calendar import Calendar
from motcua.worktime.queries import calendar_for

_BIRTH, _HOUSEHOLD, _CHANGE, _STATUS, _COPIES, _PENSION = (
    "1.001193", "1.001612", "2.000720", "1.004873", "2.000635", "1.014027",
)  # fmt: skip
_LONGEST_AGO = timedelta(days=120)
_VILLAGE = "Thôn Nà Tông, xã Lam Bình, tỉnh Lam Sơn Hạ"


def run(commune: Agency, until: date, chance: Random) -> None:
    """Tell her dossiers up to a day; nothing before the commune of two levels is old enough for them."""
    person = Person.objects.filter(name="Lường Thị Mây").first()
    if person is None or until < FIRST_DAY_OF_TWO_LEVELS + _LONGEST_AGO:
        return
    teller = _Teller(commune, person, until, chance)
    teller.birth()
    teller.household()
    teller.waiting_for_a_supplement()
    teller.under_way()
    teller.just_sent()
    teller.half_filled_in()


@dataclass
class _Teller:
    """Her dossiers, each act at its own moment; what she is told of it is told then."""

    commune: Agency
    person: Person
    until: date
    chance: Random

    def __post_init__(self) -> None:
        self._staff = {
            each.user.username: each
            for each in Staff.objects.filter(user__isnull=False).select_related("user", "agency")
            if each.user
        }
        self._calendar: Calendar = calendar_for(self.commune.chain, self.until)
        self._scan = Blob.objects.filter(mime="application/pdf").order_by("sha256").first()

    def birth(self) -> None:
        """A birth three months ago: done the same day, nothing to pay, rated."""
        dossier = self._filed(
            _BIRTH, 62, 9, _birth_answers(self._day(70)), "Đăng ký khai sinh cho con", paper="Giấy chứng sinh"
        )
        self._received(dossier, 62, 10)
        self._settled(dossier, 62, "Giấy khai sinh của Lường Minh An", (15, 30))
        given = clock.at_local(self._day(61), 8, 20)
        rating = NewRating(
            dossier=dossier, satisfied=True, score=5, channel=RatingChannel.ONLINE, given_at=given
        )
        rate_many([rating], actor=self._citizen)

    def household(self) -> None:
        """A household business, its fee paid through the demo gateway, its certificate held since."""
        dossier = self._filed(
            _HOUSEHOLD, 32, 20, _household_answers(self._day(30)), "Mở cửa hàng tạp hóa", owes=50_000
        )
        reference = f"MAU{self.chance.randrange(10**12):012d}"
        paid = Paid("online", 50_000, reference=reference, gateway="demo")
        self._received(dossier, 31, 8, paid=paid)
        self._settled(dossier, 29, "Giấy chứng nhận đăng ký hộ kinh doanh: Tạp hóa Mây", (10, 15))

    def waiting_for_a_supplement(self) -> None:
        """A change of the business: the officer asked for two things yesterday, and waits."""
        dossier = self._filed(
            _CHANGE,
            3,
            19,
            _change_answers(),
            "Thêm ngành nghề, đổi địa chỉ",
            paper="Bản sao văn bản ủy quyền",
        )
        self._received(dossier, 2, 9)
        papers = list(Component.objects.filter(version=dossier.version_id).order_by("order")[:2])
        items = (
            Asked(Lack.WRONG, component_id=papers[0].pk, words="Địa chỉ mới chưa ghi tên thôn."),
            Asked(Lack.UNREADABLE, component_id=papers[1].pk, words="Ảnh chụp mờ, không đọc được chữ ký."),
        )
        with self._at(1, 14, 10):
            self._do(dossier, commands.AskSupplement(items=items), "chuyenvien")

    def under_way(self) -> None:
        """A certificate of marital status on a specialist's desk."""
        dossier = self._filed(
            _STATUS, 1, 9, _status_answers(), "Giấy xác nhận tình trạng hôn nhân để vay vốn"
        )
        self._received(dossier, 1, 10)

    def just_sent(self) -> None:
        """Two copies of the birth certificate asked for this afternoon: the desk has not looked, the fee waits."""
        self._filed(_COPIES, 0, 14, _copies_answers(self._day(62)), "Hai bản sao giấy khai sinh", owes=16_000)

    def half_filled_in(self) -> None:
        """The social pension for her mother, begun and left: the name and the account are still to be written."""
        version = self._version(_PENSION)
        if filing_online.version_online(version.procedure, self.commune) is not None:
            with self._at(0, 16, 5):
                filing_online.begin(self.person, version, self.commune)

    def _filed(
        self, code: str, back: int, hour: int, answers: Mapping[str, Any], subject: str, *, owes: int = 0,
        paper: str = "",
    ) -> Dossier:  # fmt: skip
        version = self._version(code)
        eform = form_for(version, self.until)
        told: dict[str, Any] = {
            "eform": eform.pk if eform else None,
            "answers": dict(answers),
            "result": {"by": "online", "address": ""},
            "fees": [],
        }  # fmt: skip
        filing = Filing(
            version_id=version.pk, agency_id=self.commune.pk, desk_id=self.commune.pk,
            applicant=Applicant(
                name=self.person.name, identity_number=self.person.identity_number,
                birth_date=self.person.birth_date, phone=self.person.phone, address=self.person.address,
            ),
            channel=Channel.ONLINE, subject=subject, papers=self._handed_in(version, paper),
            fees=((_fee_of(code), owes),) if owes else (), fee_online_possible=True,
            answers=json.dumps(told, ensure_ascii=False),
            tracking="".join(self.chance.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(12)),
        )  # fmt: skip
        with self._at(back, hour, 12):
            dossier = actions.file(filing, actor=self._citizen)
            on_dossier_marks([str(dossier.pk)])
        return dossier

    def _handed_in(self, version: ProcedureVersion, title: str) -> tuple[HandedIn, ...]:
        """The scan of the paper whose name begins so; none for an empty title."""
        if not title or self._scan is None:
            return ()
        component = Component.objects.filter(version=version, name__startswith=title).first()
        key = component.pk if component else None
        return (HandedIn(component.name if component else title, "uploaded", key, blob=self._scan.pk),)

    def _received(self, dossier: Dossier, back: int, hour: int, *, paid: Paid | None = None) -> None:
        clerk, specialist = self._staff["tiepnhan"], self._staff["chuyenvien"]
        with self._at(back, hour, 5):
            self._do(dossier, commands.Receive(receiver_id=clerk.pk), "tiepnhan", paid=paid)
        with self._at(back, hour, 40):
            self._do(dossier, commands.Assign(holder_id=specialist.pk), "lanhdao")

    def _settled(self, dossier: Dossier, back: int, title: str, moment: tuple[int, int]) -> None:
        blob = self._scan.pk if self._scan else None
        result = HandedIn(
            title, "produced", blob=blob, signed=True, shared_at=clock.at_local(self._day(back), 17)
        )
        with self._at(back, *moment):
            self._do(dossier, commands.Finish(), "lanhdao", papers=[result])
        with self._at(back, moment[0], moment[1] + 20):
            self._do(dossier, commands.Return(), "tiepnhan")

    def _do(self, dossier: Dossier, command: commands.Command, login: str, **more: Any) -> None:
        staff = self._staff[login]
        actor = Actor("staff", str(staff.pk), f"{staff.name} ({staff.title})", staff.agency.code)
        actions.perform(dossier.pk, command, actor=actor, **more)
        on_dossier_marks([str(dossier.pk)])

    @property
    def _citizen(self) -> Actor:
        return Actor("person", str(self.person.pk), f"Người dân số {self.person.pk}", "")

    def _version(self, code: str) -> ProcedureVersion:
        versions = ProcedureVersion.objects.on(self.until).select_related("procedure")
        return versions.filter(procedure=Procedure.objects.get(code=code)).latest("number")

    def _day(self, back: int) -> date:
        """So many working days before the last one."""
        last = (
            self.until
            if self._calendar.is_working(self.until)
            else self._calendar.working_day_before(self.until, 1)
        )
        return self._calendar.working_day_before(last, back) if back else last

    @contextmanager
    def _at(self, back: int, hour: int, minute: int) -> Iterator[datetime]:
        moment = clock.at_local(self._day(back), hour, minute)
        with clock.frozen(moment):
            yield moment


_REQUESTER = {
    "requester_name": "Lường Thị Mây", "requester_identity": "000190000001", "requester_address": _VILLAGE,
    "requester_phone": "0900000001",
}  # fmt: skip


def _birth_answers(born: date) -> dict[str, Any]:
    return _REQUESTER | {
        "relation": "me", "child_name": "Lường Minh An", "child_born": born.isoformat(), "child_gender": "nu",
        "child_ethnic": "Tày", "child_nationality": "Việt Nam", "child_birthplace": "Trạm y tế xã Lam Bình",
        "child_home": "Xã Lam Bình, tỉnh Lam Sơn Hạ", "mother_name": "Lường Thị Mây", "mother_born": "1990-03-08",
        "mother_ethnic": "Tày", "mother_nationality": "Việt Nam", "mother_address": _VILLAGE,
        "mother_identity": "000190000001", "father_known": False, "wants_copies": False,
    }  # fmt: skip


def _household_answers(begins: date) -> dict[str, Any]:
    return {
        "owner_name": "Lường Thị Mây", "owner_identity": "000190000001", "owner_born": "1990-03-08", "owner_gender": "nu",
        "owner_address": _VILLAGE, "business_name": "Tạp hóa Mây", "business_address": _VILLAGE,
        "business_phone": "0900000001", "trades": [{"name": "Bán lẻ hàng tạp hóa", "main": True}],
        "capital": 50_000_000, "workers": 1, "begins_on": begins.isoformat(), "founder": "ca_nhan",
    }  # fmt: skip


def _change_answers() -> dict[str, Any]:
    return {
        "owner_name": "Lường Thị Mây", "owner_identity": "000190000001", "owner_born": "1990-03-08", "owner_gender": "nu",
        "owner_address": _VILLAGE, "business_name": "Tạp hóa Mây", "business_number": "99A8000001",
        "changes": ["dia_chi", "nganh_nghe"], "new_address": "Xã Lam Bình, tỉnh Lam Sơn Hạ",
        "new_trades": "Bán lẻ thực phẩm; bán đồ uống tại chỗ",
    }  # fmt: skip


def _status_answers() -> dict[str, Any]:
    return _REQUESTER | {
        "relation": "ban_than", "subject_name": "Lường Thị Mây", "subject_born": "1990-03-08", "subject_ethnic": "Tày",
        "subject_nationality": "Việt Nam", "subject_address": _VILLAGE, "subject_identity": "000190000001",
        "subject_gender": "nu", "marital": "chua", "period": "Từ khi đủ tuổi kết hôn đến nay", "purpose": "khac",
        "purpose_text": "Vay vốn ngân hàng",
    }  # fmt: skip


def _copies_answers(registered: date) -> dict[str, Any]:
    return _REQUESTER | {
        "relation": "cha_me", "event": "khai_sinh", "subject_name": "Lường Minh An",
        "subject_born": (registered - timedelta(days=11)).isoformat(), "registered_at": "UBND xã Lam Bình",
        "registered_on": registered.isoformat(), "copies": 2,
    }  # fmt: skip


def _fee_of(code: str) -> str:
    return "Phí (2 bản sao)" if code == _COPIES else "Lệ phí"
