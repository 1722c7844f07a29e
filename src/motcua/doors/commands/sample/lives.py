"""The lives of the sample's dossiers: plausible, never true. Every rate below is an assumption, marked as such.

The ranges follow published figures of communes (docs/vi/du-lieu-mau.md names them); single values are drawn
from a seeded chance, so that one seed and one day give the same rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from motcua.catalogue.models import Component, FeeRule, ProcedureVersion, TimeLimit
from motcua.doors.commands.sample import names
from motcua.doors.commands.sample.cast import Office
from motcua.doors.commands.sample.places import LAST_DAY_OF_DISTRICTS, Places
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Applicant, Deed, Filing, HandedIn, History, Paid
from motcua.dossiers.law import LawBook
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.clocks import Law, first_step
from motcua.dossiers.rules.papers import Asked, Lack
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.organisation.models import Agency, Staff

FIRST_DAY = date(2024, 1, 2)
CITIZEN = Actor("citizen", "", "Người nộp hồ sơ")


@dataclass(frozen=True, slots=True)
class Rates:
    """Assumed shares of one year, between 0 and 1."""

    online: float
    scanned: float
    reused: float
    population: float
    electronic_result: float
    online_payment: float
    late: float
    happy: float = 0.96


RATES = {
    2024: Rates(0.52, 0.62, 0.12, 0.30, 0.66, 0.48, 0.075),
    2025: Rates(0.68, 0.76, 0.22, 0.46, 0.80, 0.66, 0.095),
    2026: Rates(0.83, 0.88, 0.41, 0.62, 0.91, 0.82, 0.055),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A procedure as the sample files it."""

    version: ProcedureVersion
    limit: TimeLimit
    components: tuple[Component, ...]
    fees: tuple[tuple[str, int], ...]
    weight: float

    def in_force(self, day: date) -> bool:
        """Whether the version may be filed under on a day."""
        version = self.version
        return version.valid_from <= day and (version.valid_to is None or day <= version.valid_to)


def kinds_of(versions: Sequence[ProcedureVersion]) -> list[Kind]:
    """What can be filed: receivable versions with their parts; common ones weigh more."""
    limits = {limit.version_id: limit for limit in TimeLimit.objects.filter(channel="", case="")}
    components: dict[int, list[Component]] = {}
    for component in Component.objects.filter(required=True, present_only=False, alternative_group=""):
        components.setdefault(component.version_id, []).append(component)
    fees: dict[int, list[tuple[str, int]]] = {}
    for fee in FeeRule.objects.filter(amount__gt=0, condition=""):
        fees.setdefault(fee.version_id, []).append((fee.name[:200], fee.amount or 0))
    return [
        Kind(
            version,
            limits[version.pk],
            tuple(components.get(version.pk, ())[:5]),
            tuple(fees.get(version.pk, ())[:1]),
            _weight(version),
        )
        for version in versions
        if version.pk in limits and limits[version.pk].sure
    ]


def _weight(version: ProcedureVersion) -> float:
    field = version.procedure.field.lower()
    return 6.0 if "hộ tịch" in field or "chứng thực" in field else 2.0 if "bảo trợ" in field else 1.0


def tell(
    kinds: Sequence[Kind],
    places: Places,
    offices: dict[str, Office],
    book: LawBook,
    *,
    until: date,
    many: int,
    chance: Random,
    blobs: Sequence[str],
) -> list[History]:
    """`many` histories between the first day and `until`, in order of receipt."""
    days = (until - FIRST_DAY).days
    if not kinds or days < 1:
        return []
    found = []
    for _ in range(many):
        day = _day(days, chance)
        commune = chance.choices(places.communes_on(day), weights=_sizes(places, day))[0]
        there = [kind for kind in kinds if kind.in_force(day)]
        kind = chance.choices(there, weights=[kind.weight for kind in there])[0]
        heir = offices[places.heir_of(commune).code]
        teller = _Teller(kind, commune, offices[commune.code], heir, book, until, chance, blobs)
        history = teller.history(day)
        # Filed on the last weekend for a receipt that is still to come: that belongs to tomorrow.
        if history.filed.at <= clock.at_local(until, 17):
            found.append(history)
    return sorted(found, key=receipt)


def _day(days: int, chance: Random) -> date:
    """Later days are busier; one dossier in twelve falls in the last month, so that the desk has work today."""
    if chance.random() < 0.08:
        return FIRST_DAY + timedelta(days=days - chance.randrange(min(days, 26)))
    return FIRST_DAY + timedelta(days=int(days * chance.random() ** 0.7))


def _sizes(places: Places, day: date) -> list[float]:
    return [4, 3, 2] if day <= LAST_DAY_OF_DISTRICTS else [7, 2]


def receipt(history: History) -> tuple[datetime, str]:
    """When a history was received (filed, if it never was), with its tracking number to break ties."""
    received = next(
        (deed.at for deed in history.deeds if isinstance(deed.command, commands.Receive)), history.filed.at
    )
    return received, history.filing.tracking


@dataclass
class _Teller:
    """One dossier's life, told step by step."""

    kind: Kind
    commune: Agency
    office: Office
    heir: Office
    book: LawBook
    until: date
    chance: Random
    blobs: Sequence[str]

    def history(self, day: date) -> History:
        """File on or after a day, and go on until the end of the life or of the sample."""
        rates = RATES.get(day.year, RATES[max(RATES)])
        law = self.book.law(self.kind.version, self.commune, day)
        online = self.kind.version.online_level != "none" and self.chance.random() < rates.online
        received_day = law.calendar.next_working(day)
        received = self._at_work(received_day, 7 * 60 + 35, 16 * 60)
        filed = received - timedelta(minutes=self.chance.randrange(30, 900)) if online else received
        channel = (
            Channel.ONLINE
            if online
            else self.chance.choices([Channel.COUNTER, Channel.POST], [0.95, 0.05])[0]
        )
        filing = self._filing(channel, rates, filed)
        deeds = list(self._deeds(filing, law, rates, received, online=online))
        if online and filed.date() >= self.until - timedelta(days=4) and self.chance.random() < 0.6:
            deeds = []  # the desk has not looked yet: today's inbox
        end = clock.at_local(self.until, 17)
        told = [self._by_heirs(deed) for deed in deeds if deed.at <= end]
        clerk = Office.actor(self._receiver(filing))
        return History(filing, Deed(commands.File(), CITIZEN if online else clerk, filed), tuple(told))

    def _receiver(self, filing: Filing) -> Staff:
        """Who stands at the counter for it: the post's clerk, the officer posted there for land, or their own."""
        if filing.received_by_post and self.office.postman is not None:
            return self.office.postman
        if self.office.posted is not None and "đất" in self.kind.version.procedure.field.lower():
            return self.office.posted
        return self.office.clerk

    def _by_heirs(self, deed: Deed) -> Deed:
        """After a merger the successor's officers go on with what the ended commune left."""
        ended = self.commune.valid_to
        if ended is None or clock.local_day(deed.at) <= ended:
            return deed
        swap = {str(old.pk): new for old, new in self.office.paired(self.heir)}
        command = deed.command
        if isinstance(command, commands.Assign | commands.Forward) and str(command.holder_id) in swap:
            command = replace(command, holder_id=swap[str(command.holder_id)].pk)
        actor = Office.actor(swap[deed.actor.id]) if deed.actor.id in swap else deed.actor
        return replace(deed, command=command, actor=actor)

    def _filing(self, channel: Channel, rates: Rates, at: datetime) -> Filing:
        chance = self.chance
        name = names.person_name(chance)
        return Filing(
            version_id=self.kind.version.pk,
            agency_id=self.commune.pk,
            desk_id=self.commune.pk,
            applicant=Applicant(
                name=name,
                identity_number=names.identity_number(chance),
                birth_date=names.birth_date(chance),
                phone=names.phone(chance),
                address=names.address(chance, self.commune.short_name),
            ),
            channel=channel,
            received_by_post=self._at_the_posts_counter(channel),
            subject=self.kind.version.procedure.short_name or self.kind.version.name,
            papers=tuple(self._paper(component, channel, rates, at) for component in self.kind.components),
            fees=self.kind.fees,
            fee_online_possible=bool(self.kind.fees),
            tracking="".join(chance.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(12)),
        )

    def _at_the_posts_counter(self, channel: Channel) -> bool:
        """One in eight of what comes to the counter, and most of what is posted, where the post has its desk."""
        if self.office.postman is None or channel is Channel.ONLINE:
            return False
        return self.chance.random() < (0.7 if channel is Channel.POST else 0.12)

    def _paper(self, component: Component, channel: Channel, rates: Rates, at: datetime) -> HandedIn:
        chance = self.chance
        if component.order == 1 and chance.random() < rates.population:
            return HandedIn(
                component.name, "database", component.pk, origin_source="Cơ sở dữ liệu quốc gia về dân cư"
            )
        if chance.random() < rates.reused:
            return HandedIn(
                component.name, "reused", component.pk, blob=chance.choice(self.blobs), shared_at=at
            )
        scanned = channel is Channel.ONLINE or chance.random() < rates.scanned
        origin = "uploaded" if channel is Channel.ONLINE else "scanned_at_desk"
        return HandedIn(
            component.name,
            origin,
            component.pk,
            blob=chance.choice(self.blobs) if scanned else None,
            signed=scanned,
        )

    def _deeds(
        self, filing: Filing, law: Law, rates: Rates, received: datetime, *, online: bool
    ) -> Iterator[Deed]:
        chance = self.chance
        clerk, leader = Office.actor(self.office.clerk), Office.actor(self.office.leader)
        specialist, receiver = chance.choice(self.office.specialists), self._receiver(filing)
        if online and chance.random() < 0.02:
            yield Deed(commands.Refuse("Không thuộc thẩm quyền giải quyết của UBND xã."), clerk, received)
            return
        pays_online = (
            bool(filing.fees) and (online or chance.random() < 0.5) and chance.random() < rates.online_payment
        )
        yield Deed(
            commands.Receive(
                receiver_id=receiver.pk,
                mail=f"MAU{chance.randrange(10**9):09d}VN" if filing.channel is Channel.POST else "",
            ),
            Office.actor(receiver),
            received,
            paid=self._fee(filing, online=pays_online),
        )
        at = received + timedelta(minutes=chance.randrange(10, 50))
        yield Deed(commands.Assign(holder_id=specialist.pk), leader, at)
        worker = Office.actor(specialist)
        day = clock.local_day(received)
        if chance.random() < 0.03 and self.kind.components:
            asked = self._at_work(law.calendar.working_day_after(day, 1))
            yield Deed(commands.AskSupplement(items=(self._lacking(),)), worker, asked)
            brought = self._at_work(law.calendar.working_day_after(day, 2 + chance.randrange(5)))
            if chance.random() < 0.1:
                yield Deed(commands.Withdraw("Người nộp xin rút hồ sơ."), clerk, brought)
                return
            yield Deed(commands.CompleteSupplement(), clerk, brought)
            day, at = clock.local_day(brought), brought
        finish_day = self._finish_day(law, day, rates)
        yield from self._working(law, worker, at, finish_day)

    def _lacking(self) -> Asked:
        """One of the published papers, not as it should be."""
        paper = self.chance.choice(self.kind.components)
        lack = self.chance.choice(list(Lack))
        words = "" if lack is Lack.MISSING else "Bản chụp mờ, thiếu trang có chữ ký và con dấu."
        return Asked(lack, component_id=paper.pk, name=paper.name, words=words)

    def _working(self, law: Law, worker: Actor, begun: datetime, finish_day: date) -> Iterator[Deed]:
        chance = self.chance
        leader, clerk = self.office.leader, Office.actor(self.office.clerk)
        finished = self._finish_time(finish_day, same_day=finish_day == clock.local_day(begun))
        count, begins = len(law.steps), first_step(law)
        for number, moment in enumerate(self._between(begun, finished, law, begins), start=begins + 1):
            yield Deed(
                commands.Forward(holder_id=leader.pk if number >= count - 1 else int(worker.id)),
                worker,
                moment,
            )
        ending = chance.random()
        signer = Office.actor(leader)
        if ending < 0.012:
            yield Deed(
                commands.RefuseToSettle("Không đủ điều kiện theo quy định của thủ tục."), signer, finished
            )
        elif ending < 0.016:
            yield Deed(commands.Stop("Người nộp đề nghị dừng giải quyết."), signer, finished)
            return
        else:
            yield Deed(commands.Finish(), signer, finished, papers=(self._result(finish_day),))
        wait = 0 if chance.random() < 0.6 else chance.randrange(1, 6)
        if chance.random() < 0.985:
            return_day = law.calendar.working_day_after(finish_day, wait) if wait else finish_day
            yield Deed(
                commands.Return(), clerk, max(finished, self._at_work(return_day, 16 * 60, 16 * 60 + 45))
            )

    def _between(self, begun: datetime, finished: datetime, law: Law, begins: int) -> list[datetime]:
        """Moments of hand-over inside the steps, through the days of work as their hours divide them, in office hours."""
        hours = [step.hours or 8 * (step.days or 0) or 1 for step in law.steps[max(begins - 1, 0) :]]
        passed = [sum(hours[:place]) / sum(hours) for place in range(1, len(hours))]
        days = [clock.local_day(begun) + timedelta(days=n) for n in range((finished - begun).days + 2)]
        worked = [day for day in days if day.weekday() < 5 and day <= clock.local_day(finished)] or days[:1]
        start, end = _part_of_day(begun), len(worked) - 1 + _part_of_day(finished)
        wanted = [_in_day(worked, start + share * max(end - start, 0)) for share in passed]
        return sorted(min(max(moment, begun), finished) for moment in wanted)

    def _finish_day(self, law: Law, day: date, rates: Rates) -> date:
        """The day work ends; measured in working days from the start of the clock."""
        chance = self.chance
        limit = self._limit_in_days()
        if chance.random() < rates.late:
            return law.calendar.working_day_after(day, limit + 1 + int(chance.expovariate(0.35)))
        used = int(limit * (0.25 + 0.75 * chance.random() ** 0.6))
        return law.calendar.working_day_after(day, used) if used else day

    def _limit_in_days(self) -> int:
        value, unit = self.kind.limit.value or 0, self.kind.limit.unit
        if unit == "hour":
            return value // 8
        return value * 5 // 7 if unit == "calendar_day" else value

    def _finish_time(self, day: date, *, same_day: bool) -> datetime:
        first, last = (16 * 60 + 50, 16 * 60 + 58) if same_day else (9 * 60 + 30, 16 * 60 + 30)
        return self._at_work(day, first, last)

    def _result(self, day: date) -> HandedIn:
        electronic = self.chance.random() < RATES.get(day.year, RATES[max(RATES)]).electronic_result
        blob = self.chance.choice(self.blobs) if electronic else None
        shared = clock.at_local(day, 17) if electronic and self.chance.random() < 0.7 else None
        name = f"Kết quả: {self.kind.version.procedure.short_name or self.kind.version.name}"
        return HandedIn(name[:900], "produced", blob=blob, signed=electronic, shared_at=shared)

    def _fee(self, filing: Filing, *, online: bool) -> Paid | None:
        if not filing.fees:
            return None
        amount = sum(each for _, each in filing.fees)
        if online:
            return Paid(
                "online", amount, reference=f"MAU{self.chance.randrange(10**12):012d}", gateway="demo"
            )
        return Paid("cash", amount)

    def _at_work(self, day: date, first: int = 7 * 60 + 40, last: int = 16 * 60) -> datetime:
        """A minute of the day's office hours, between two minutes after midnight; lunch is left out."""
        minute = self.chance.randrange(first, last + 1)
        if 11 * 60 + 20 < minute < 13 * 60 + 35:
            minute = 13 * 60 + 35 + (minute - 11 * 60 - 20) // 4
        return clock.at_local(day, minute // 60, minute % 60)


_OPENS, _MINUTES = 7 * 60 + 30, 9 * 60 + 30


def _part_of_day(moment: datetime) -> float:
    """How much of the office day is over, lunch counted along: 0 to 1."""
    local = clock.local(moment)
    return min(max((local.hour * 60 + local.minute - _OPENS) / _MINUTES, 0), 1)


def _in_day(worked: Sequence[date], place: float) -> datetime:
    """The moment so many office days after the opening of the first; what falls into lunch waits for its end."""
    number = min(int(place), len(worked) - 1)
    minute = _OPENS + int(min(place - number, 1) * _MINUTES)
    minute = 13 * 60 + 31 if 11 * 60 + 30 < minute < 13 * 60 + 31 else minute
    return clock.at_local(worked[number], minute // 60, minute % 60)
