"""Dossiers that several bodies work on, so that their pages are alive: three published examples, told by the acts.

Bodies, people and moments are invented. Times that a source does not give are marked as assumptions where they stand.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

from motcua.catalogue import approving
from motcua.catalogue.actions import load_catalogue
from motcua.catalogue.approving import BodyGiven, StepGiven
from motcua.catalogue.enums import Place
from motcua.catalogue.enums import Role as StepRole
from motcua.catalogue.models import InternalProcess, ProcedureVersion, ProcessBody, ProcessStep
from motcua.datastore.writing import act
from motcua.doors.commands.sample import names
from motcua.doors.commands.sample.cast import employ
from motcua.doors.commands.sample.places import (
    BEGINNING,
    FIRST_DAY_OF_TWO_LEVELS,
    LAST_DAY_OF_DISTRICTS,
    MAIN_COMMUNE,
)
from motcua.dossiers import actions, handing
from motcua.dossiers.bodies import Carrier, Part, Transfer
from motcua.dossiers.courses import parts_after, parts_to_send
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Applicant, Filing, HandedIn
from motcua.dossiers.held import Target
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM, Actor
from motcua.organisation.enums import ChangeKind, Level, Role
from motcua.organisation.models import Agency, RoleGrant, Staff, Succession
from motcua.worktime.queries import calendar_for

# Told here, by bodies that hand over, and not among the other lives.
CODES = ("3.000722", "3.000579", "TAM.LT18")
OLD_COMMUNE = "H99.20.01"
ASSUMED = "Thời gian từng bước không có trong nguồn: giả định của dữ liệu mẫu."
_CATALOGUE = Path(__file__).parent / "interlinked_catalogue"
_MERGED = date(2025, 3, 1)
_FIRST_2026 = date(2026, 10, 15)
_DECISION = "Quyết định mẫu (dữ liệu mẫu) số "
# Hours of each step of IP01 (B1 to B14), all assumed: within 4 and 3 working days of the two bodies.
_HOURS_IP01 = (1, 1, 3, 14, 3, 3, 1, 1, 1, 2, 12, 2, 3, 1)


@dataclass(frozen=True, slots=True)
class Bodies:
    """The agencies that take part, each with who works there."""

    department: Agency
    old_department: Agency
    district_office: Agency
    police: Agency
    insurance: Agency


def run(seed: int, until: date) -> int:
    """Make the bodies, their processes and a few dossiers up to a day; answers how many dossiers."""
    chance = Random(f"lien-thong {seed}")  # noqa: S311 - a repeatable sample, nothing secret
    load_catalogue(SYSTEM, _CATALOGUE)
    with act():
        bodies = _found()
    _approve_processes(bodies, until)
    teller = _Teller(chance, bodies, until)
    told = 0
    for story, since in _STORIES:
        if until >= since:
            story(teller)
            told += 1
    return told


def _found() -> Bodies:
    province = Agency.objects.get(code="H99")
    district = Agency.objects.get(code="H99.20")

    def agency(code: str, name: str, short: str, level: Level, parent: Agency, **days: date) -> Agency:
        return Agency.objects.create(
            code=code, name=name, short_name=short, level=level.value, parent=parent, has_desk=False,
            valid_from=days.get("since", BEGINNING), valid_to=days.get("to"), phone="0000 000 000",
        )  # fmt: skip

    department = agency("H99.12", "Sở Nội vụ tỉnh Lam Sơn Hạ", "Sở Nội vụ", Level.DEPARTMENT, province)
    old = agency(
        "H99.13", "Sở Lao động – Thương binh và Xã hội tỉnh Lam Sơn Hạ", "Sở LĐ-TB&XH", Level.DEPARTMENT,
        province, to=date(2025, 2, 28),
    )  # fmt: skip
    office = agency(
        "H99.20.90", "Phòng Lao động – Thương binh và Xã hội huyện Đông Lam", "Phòng LĐ-TB&XH",
        Level.DEPARTMENT, district, to=LAST_DAY_OF_DISTRICTS,
    )  # fmt: skip
    police = agency(
        "CA.H99.101", "Công an xã Lam Bình", "Công an xã", Level.VERTICAL, province,
        since=FIRST_DAY_OF_TWO_LEVELS,
    )  # fmt: skip
    insurance = agency("BH.H99", "Bảo hiểm xã hội cơ sở Đông Lam", "BHXH cơ sở", Level.VERTICAL, province)
    Succession.objects.create(
        predecessor=old, successor=department, kind=ChangeKind.MERGE.value, day=_MERGED,
        decision="Nghị quyết mẫu về sắp xếp cơ quan chuyên môn (dữ liệu mẫu)",
    )  # fmt: skip
    Succession.objects.create(
        predecessor=office, successor=None, kind=ChangeKind.DISSOLVE.value, day=FIRST_DAY_OF_TWO_LEVELS,
        decision="Nghị quyết mẫu về sắp xếp đơn vị hành chính (dữ liệu mẫu)",
    )  # fmt: skip
    for where, name, title, login in (
        (department, "Cao Thị Mai", "Chuyên viên phòng Người có công", "sonoivu"),
        (department, "Lương Văn Trí", "Phó Giám đốc Sở", ""),
        (old, "Tạ Minh Hòa", "Chuyên viên", ""),
        (office, "Hà Văn Quý", "Chuyên viên", ""),
        (police, "Phùng Đức Anh", "Cán bộ cư trú", "congan"),
        (insurance, "Kiều Thị Thơm", "Cán bộ cấp thẻ", "baohiem"),
    ):
        _employ(where, name, title, login)
    return Bodies(department, old, office, police, insurance)


def _employ(agency: Agency, name: str, title: str, login: str) -> None:
    first = max(BEGINNING, agency.valid_from)
    staff = employ(name, title, agency, first=first, last=agency.valid_to, login=login)
    roles = (Role.RECEPTION, Role.SPECIALIST) if login else (Role.SPECIALIST, Role.LEADER)
    for role in roles:
        RoleGrant.objects.create(
            staff=staff, role=role.value, agency=agency, first_day=first, last_day=agency.valid_to
        )


def _approve_processes(bodies: Bodies, until: date) -> None:
    """Each published example as a process of the commune: drafted from it, approved, run from a day on."""
    for key, commune, code, agencies, decided, runs, number in (
        ("IP18", OLD_COMMUNE, "TAM.LT18", (bodies.district_office, bodies.old_department),
         date(2023, 12, 1), date(2023, 12, 18), "18/QĐ-MAU"),
        ("IP01", MAIN_COMMUNE, "3.000579", (bodies.department,), date(2026, 1, 8), date(2026, 2, 2), "01/QĐ-MAU"),
        ("IP02", MAIN_COMMUNE, "3.000722", (bodies.police, bodies.insurance, bodies.police),
         date(2026, 9, 1), date(2026, 9, 14), "02/QĐ-MAU"),
        ("IP03", MAIN_COMMUNE, "1.010803", (bodies.department,), date(2026, 10, 26), None, "03/QĐ-MAU"),
    ):  # fmt: skip
        if decided > until:
            continue
        with _at(decided, 9):
            process = _drafted(key, commune, code, agencies)
            approving.approve(
                process,
                actor=SYSTEM,
                decision=f"{_DECISION}{number}",
                approved_on=decided,
                valid_from=decided,
            )
            if runs is not None:
                approving.run_electronically(process, runs, actor=SYSTEM)
    _leave_a_draft(until)


def _leave_a_draft(until: date) -> None:
    """One process is still being written: what its pages show before the decision."""
    with _at(until, 10):
        example = InternalProcess.objects.get(key="IP05")
        approving.draft_process(actor=SYSTEM, agency=MAIN_COMMUNE, name=example.name, copied_from=example)


def _drafted(key: str, commune: str, code: str, agencies: tuple[Agency, ...]) -> InternalProcess:
    example = InternalProcess.objects.get(key=key)
    version = ProcedureVersion.objects.filter(procedure__code=code).order_by("-number").first()
    process = approving.draft_process(
        actor=SYSTEM, agency=commune, name=example.name, version=version, copied_from=example
    )
    named = iter(agencies)
    for row in ProcessBody.objects.filter(process=process).order_by("order"):
        own = row.place == Place.OWN.value
        agency = "" if own else next(named).code
        # The source writes 24 hours, from receipt to birth certificate: one working day here.
        day = key == "IP02" and own
        given = BodyGiven(
            row.stage, Place.OWN if own else Place.NAMED, row.name, row.task, agency, row.lead, row.holds,
            Decimal(1) if day else row.duration, "working_day" if day else row.unit, row.result, assumed=day,
        )  # fmt: skip
        approving.put_body(process, given, actor=SYSTEM, order=row.order)
    if key == "IP01":
        _assume_hours(process, _HOURS_IP01)
    if key == "IP02":
        _assume_hours(process, (None, None, 7, None, None, None, None))
    return process


def _assume_hours(process: InternalProcess, assumed: tuple[int | None, ...]) -> None:
    """Give steps hours that the source does not give; None leaves a step as it is."""
    rows = list(ProcessStep.objects.filter(process=process).select_related("body").order_by("order"))
    for row, hours in zip(rows, assumed, strict=True):
        if hours is None:
            continue
        given = StepGiven(
            row.label, row.name, row.performer, StepRole(row.role), Decimal(hours), "hour", row.result,
            row.body.order if row.body else None, row.branch, assumed=True,
        )  # fmt: skip
        approving.put_step(process, given, actor=SYSTEM, order=row.order)
    InternalProcess.objects.filter(pk=process.pk).update(note=f"{ASSUMED} {process.note}")


@contextmanager
def _at(day: date, hour: int, minute: int = 0) -> Iterator[datetime]:
    moment = clock.at_local(day, hour, minute)
    with clock.frozen(moment):
        yield moment


@dataclass
class _Teller:
    """Tells the life of one dossier after the other; days count back from the sample's last day."""

    chance: Random
    bodies: Bodies
    until: date

    def actor(self, agency: Agency) -> Actor:
        """Who works first at a body."""
        return self.by(Staff.objects.filter(agency=agency).select_related("agency").order_by("pk")[0])

    def back(self, days: int) -> date:
        """So many working days before the sample's last day."""
        return calendar_for(("H99",), self.until).working_day_before(self.until, days)

    def received(self, code: str, commune: Agency, day: date, hour: int, *, paper: bool = False) -> Dossier:
        """Received at the counter with its papers, scanned unless `paper`."""
        version = ProcedureVersion.objects.filter(procedure__code=code).order_by("-number")[0]
        chance = self.chance
        clerk = Staff.objects.filter(agency=commune, title="Công chức tiếp nhận").order_by("pk")[0]
        origin = "scanned_at_desk" if paper else "database"
        filing = Filing(
            version_id=version.pk,
            agency_id=commune.pk,
            desk_id=commune.pk,
            applicant=Applicant(
                name=names.person_name(chance),
                identity_number=names.identity_number(chance),
                birth_date=names.birth_date(chance),
                phone=names.phone(chance),
                address=names.address(chance, commune.short_name),
            ),
            channel=Channel.COUNTER,
            subject=version.procedure.short_name,
            papers=(
                HandedIn(
                    "Bản khai", origin, origin_source="" if paper else "Cơ sở dữ liệu quốc gia về dân cư"
                ),
            ),
            tracking="".join(chance.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(12)),
        )
        by = Actor("staff", str(clerk.pk), f"{clerk.name} ({clerk.title})", commune.code)
        with _at(day, hour, chance.randrange(5, 25)):
            dossier = actions.receive_at_counter(filing, actor=by, receiver_id=clerk.pk)
        worker = self.worker(commune)
        with _at(day, hour, chance.randrange(30, 50)):
            actions.perform(dossier.pk, commands.Assign(holder_id=worker.pk), actor=self.by(worker))
        return dossier

    def worker(self, commune: Agency) -> Staff:
        """The specialist of the commune that hands over and finishes."""
        grants = RoleGrant.objects.filter(agency=commune, role=Role.SPECIALIST.value).order_by("pk")
        return Staff.objects.select_related("agency").get(pk=grants[0].staff_id)

    def by(self, staff: Staff) -> Actor:
        return Actor("staff", str(staff.pk), f"{staff.name} ({staff.title})", staff.agency.code)

    def send(
        self,
        dossier: Dossier,
        day: date,
        hour: int,
        carrier: Carrier = Carrier.ELECTRONIC,
        heir: Agency | None = None,
    ) -> None:
        """The settling agency hands over to everybody whose turn it is."""
        with _at(day, hour, 10):
            targets = [
                Target((heir or part.agency).pk, number=part.number, carrier=carrier)  # type: ignore[union-attr]
                for part in parts_to_send(dossier)
            ]
            handing.hand_over(dossier.pk, targets, actor=self.by(self.worker(dossier.agency)))

    def take(self, dossier: Dossier, number: int, day: date, hour: int) -> None:
        with _at(day, hour, 25):
            handing.take(dossier.pk, number, actor=self.actor(self.agency(dossier, number)))

    def answer(
        self, dossier: Dossier, number: int, day: date, hour: int, result: str, *, onward: Target | None = None,
        carrier: Carrier = Carrier.ELECTRONIC,
    ) -> None:  # fmt: skip
        with _at(day, hour, 40):
            handing.answer(
                dossier.pk, number, result, carrier=carrier, onward=[onward] if onward else (),
                actor=self.actor(self.agency(dossier, number)),
            )  # fmt: skip

    def agency(self, dossier: Dossier, number: int) -> Agency:
        part = Part.objects.select_related("agency").get(dossier=dossier, number=number)
        assert part.agency is not None  # noqa: S101 - sent before
        return part.agency

    def finish(self, dossier: Dossier, day: date, hour: int) -> None:
        worker = self.worker(dossier.agency)
        result = HandedIn("Kết quả giải quyết", "produced")
        with _at(day, hour, 50):
            actions.perform(dossier.pk, commands.Finish(), actor=self.by(worker), papers=(result,))
        with _at(day, hour, 55):
            actions.perform(dossier.pk, commands.Return(), actor=self.by(worker))


def _at_the_department(tell: _Teller) -> None:
    """IP01: taken by the department, in time."""
    dossier = tell.received("3.000579", Agency.objects.get(code=MAIN_COMMUNE), tell.back(4), 8)
    tell.send(dossier, tell.back(2), 9)
    tell.take(dossier, 2, tell.back(2), 10)


def _nobody_takes_it(tell: _Teller) -> None:
    """IP01: sent to the department two days ago and acknowledged by nobody."""
    dossier = tell.received("3.000579", Agency.objects.get(code=MAIN_COMMUNE), tell.back(5), 9)
    tell.send(dossier, tell.back(2), 14)


def _up_and_back(tell: _Teller) -> None:
    """IP01: decided by the department and returned in time."""
    dossier = tell.received("3.000579", Agency.objects.get(code=MAIN_COMMUNE), tell.back(15), 8)
    tell.send(dossier, tell.back(12), 9)
    tell.take(dossier, 2, tell.back(12), 10)
    tell.answer(dossier, 2, tell.back(10), 15, "Quyết định trợ cấp hàng tháng")
    tell.finish(dossier, tell.back(9), 9)


def _in_parallel(tell: _Teller) -> None:
    """IP02: the police have answered, the insurance is late."""
    dossier = tell.received("3.000722", Agency.objects.get(code=MAIN_COMMUNE), tell.back(5), 8)
    tell.send(dossier, tell.back(4), 8)
    tell.take(dossier, 2, tell.back(4), 9)
    tell.take(dossier, 3, tell.back(4), 9)
    tell.answer(dossier, 2, tell.back(2), 10, "Đã đăng ký thường trú")


def _card_comes_later(tell: _Teller) -> None:
    """IP02: settled and returned; the identity card is still being made."""
    dossier = tell.received("3.000722", Agency.objects.get(code=MAIN_COMMUNE), tell.back(6), 9)
    tell.send(dossier, tell.back(5), 8)
    tell.take(dossier, 2, tell.back(5), 9)
    tell.take(dossier, 3, tell.back(5), 9)
    tell.answer(dossier, 2, tell.back(4), 10, "Đã đăng ký thường trú")
    tell.answer(dossier, 3, tell.back(3), 10, "Đã cấp thẻ BHYT điện tử")
    tell.send(dossier, tell.back(3), 11)
    tell.take(dossier, 4, tell.back(3), 14)
    tell.finish(dossier, tell.back(3), 15)


def _three_levels(tell: _Teller) -> None:
    """IP18: commune, district, province in 2024; the district was late, the dossier was not; carried on paper."""
    commune = Agency.objects.get(code=OLD_COMMUNE)
    dossier = tell.received("TAM.LT18", commune, date(2024, 6, 3), 8, paper=True)
    tell.send(dossier, date(2024, 6, 6), 8, Carrier.PAPER)
    tell.take(dossier, 2, date(2024, 6, 6), 9)
    part = Part.objects.get(dossier=dossier, number=2)
    (following,) = parts_after(part)
    onward = Target(following.agency_id or 0, number=3, carrier=Carrier.PAPER)
    tell.answer(dossier, 2, date(2024, 6, 19), 10, "Phiếu báo giảm", onward=onward, carrier=Carrier.PAPER)
    tell.take(dossier, 3, date(2024, 6, 19), 14)
    tell.answer(dossier, 3, date(2024, 6, 25), 15, "Quyết định trợ cấp", carrier=Carrier.PAPER)
    with _at(date(2024, 6, 26), 8, 5):
        back = Transfer.objects.get(dossier=dossier, direction="back")
        handing.receive_result(dossier.pk, back.pk, actor=tell.by(tell.worker(commune)))
    tell.finish(dossier, date(2024, 6, 26), 8)


def _merged_on_the_way(tell: _Teller) -> None:
    """IP18: the department of the process was merged while the district worked; its successor decides."""
    commune = Agency.objects.get(code=OLD_COMMUNE)
    dossier = tell.received("TAM.LT18", commune, date(2025, 2, 17), 8)
    tell.send(dossier, date(2025, 2, 20), 8)
    tell.take(dossier, 2, date(2025, 2, 20), 9)
    onward = Target(tell.bodies.department.pk, number=3)
    tell.answer(dossier, 2, date(2025, 3, 3), 9, "Phiếu báo giảm", onward=onward)
    tell.take(dossier, 3, date(2025, 3, 3), 10)
    tell.answer(dossier, 3, date(2025, 3, 10), 15, "Quyết định trợ cấp")
    tell.finish(dossier, date(2025, 3, 11), 9)


_STORIES = (
    (_three_levels, date(2024, 7, 1)),
    (_merged_on_the_way, date(2025, 3, 12)),
    (_up_and_back, _FIRST_2026),
    (_card_comes_later, _FIRST_2026),
    (_in_parallel, _FIRST_2026),
    (_nobody_takes_it, _FIRST_2026),
    (_at_the_department, _FIRST_2026),
)
