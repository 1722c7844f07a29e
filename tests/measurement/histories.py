"""Random lives of dossiers under a clock that only goes on: whatever the acts allow, in whatever order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import F
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.relay import run_to_end
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import actions
from motcua.dossiers.collecting import collect_fee
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import HandedIn, Paid
from motcua.dossiers.models import Dossier, DossierFee
from motcua.dossiers.rules import commands
from motcua.feedback.actions import (
    answer_petition,
    note_reactions,
    publish_answer,
    rate,
    receive_petition,
    turn_away,
)
from motcua.feedback.enums import Attitude, PetitionChannel, PetitionKind, RatingChannel, Reason, SlipForm
from motcua.feedback.models import Petition, Slip
from motcua.feedback.slips import NewSlip, answer_slip, find_unfounded, forms_of
from motcua.kernel.clock import frozen, local_day, now
from motcua.kernel.refusals import Refused
from motcua.measurement.actions import recompute, roll_day
from motcua.organisation.actions import NewAgency
from motcua.organisation.enums import ChangeKind, Level
from motcua.organisation.models import Agency, Staff
from motcua.organisation.reorganising import reorganise


class World:
    """Two communes, a few procedures, a clock, and a chance that decides what happens next."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        province = factories.agency("H99", level=factories.Level.PROVINCE)
        self.communes = [factories.agency(code, parent=province) for code in ("H99.01", "H99.02")]
        self.staff: list[Staff] = [factories.officer(commune) for commune in self.communes]
        self.versions: list[ProcedureVersion] = [
            factories.version(3),
            factories.version(1, "hour"),
            factories.version(10, "calendar_day", online_level="none"),
        ]
        self.time: datetime = moment("2026-02-20 08:00")

    @contextmanager
    def later(self) -> Iterator[None]:
        """Some hours or days on, within office hours or not."""
        self.time += timedelta(minutes=self.chance.choice((5, 50, 400, 1500, 5000, 20000)))
        with frozen(self.time):
            yield

    def live(self, steps: int) -> None:
        """So many things happen."""
        deeds = [
            self._file,
            self._file,
            self._act,
            self._act,
            self._act,
            self._act,
            self._rate,
            self._complain,
            self._answer,
            self._slip,
            self._settle,
            self._pay,
            self._correct,
            self._merge,
        ]
        for _ in range(steps):
            with self.later():
                with suppress(Refused):  # what the acts do not allow does not happen
                    self.chance.choice(deeds)()
                self._count_a_little()

    def _count_a_little(self) -> None:
        """The relay runs now and then; marks come again, merged and out of order; some days nobody rolls over."""
        draw = self.chance.random()
        if draw < 0.35:
            run_to_end()
        elif draw < 0.45:
            keys = list(Dossier.objects.values_list("pk", flat=True))
            recompute(self.chance.sample(keys, k=min(3, len(keys))) * 2)
        elif draw < 0.6:
            roll_day()

    def _file(self) -> None:
        place = self.chance.randrange(2)
        version = self.chance.choice(self.versions)
        channel = self.chance.choice((Channel.COUNTER, Channel.ONLINE))
        fees = self.chance.choice(((), (("Lệ phí", 8000),)))
        papers = (self._paper("scanned_at_desk"),) if self.chance.random() < 0.5 else ()
        filing = factories.filing(
            version, self.communes[place], channel=channel, fees=fees, papers=papers, fee_online_possible=True
        )
        if channel is Channel.ONLINE and self.chance.random() < 0.5:
            actions.file(filing, actor=CLERK)
            return
        paid = Paid(
            self.chance.choice(("cash", "online")), 8000, reference=f"R{self.chance.random()}", gateway="demo"
        )
        actions.receive_at_counter(
            filing,
            actor=CLERK,
            receiver_id=self.staff[place].pk,
            paid=paid if fees and self.chance.random() < 0.5 else None,
        )

    def _paper(self, origin: str) -> HandedIn:
        kind = self.chance.choice((origin, "reused", "database"))
        source = "Cơ sở dữ liệu quốc gia về dân cư" if kind == "database" else ""
        return HandedIn("Tờ khai", kind, origin_source=source, shared_at=self.chance.choice((None, now())))

    def _act(self) -> None:
        dossier = self._some_dossier()
        if dossier is None:
            return
        holder = self.staff[0].pk
        command = self.chance.choice(
            (
                commands.Receive(receiver_id=holder),
                commands.Assign(holder_id=holder),
                commands.Forward(holder_id=holder),
                commands.AskSupplement("Thiếu giấy tờ"),
                commands.CompleteSupplement(),
                commands.CompleteSupplement(),
                commands.Extend("Chờ xác minh", new_due=(self.time + timedelta(days=9)).date()),
                commands.Finish(),
                commands.Finish(),
                commands.Return(),
                commands.RefuseToSettle("Không đủ điều kiện"),
                commands.Stop("Dừng"),
                commands.Withdraw("Rút"),
                commands.Refuse("Không thuộc thẩm quyền"),
            )
        )
        papers = (self._paper("produced"),) if isinstance(command, commands.Finish) else ()
        actions.perform(dossier.pk, command, actor=CLERK, papers=papers)

    def _rate(self) -> None:
        dossier = self._some_dossier()
        if dossier is not None:
            happy = self.chance.random() < 0.5
            reasons = () if happy else (next(iter(Reason)),)
            channel = self.chance.choice(list(RatingChannel))
            rate(
                dossier,
                satisfied=happy,
                score=5 if happy else 1,
                channel=channel,
                reasons=reasons,
                actor=CLERK,
            )

    def _settle(self) -> None:
        """Somebody takes a dossier up and ends it some time later: its steps end early, or late."""
        dossier = self._some_dossier()
        if dossier is None:
            return
        for command in (commands.Assign(holder_id=self.staff[0].pk), commands.Finish()):
            self.time += timedelta(minutes=self.chance.choice((60, 900, 6000)))
            with frozen(self.time):
                actions.perform(dossier.pk, command, actor=CLERK)

    def _pay(self) -> None:
        """Somebody pays what is still owed, whole or a part of it, in one way or another."""
        fees = list(DossierFee.objects.order_by("pk").values_list("dossier_id", "order_id"))
        if fees:
            dossier, order = self.chance.choice(fees)
            paid = Paid(
                self.chance.choice(("cash", "online", "post")), self.chance.choice((3000, 5000, 8000)),
                reference=f"P{self.chance.random()}", gateway="demo",
            )  # fmt: skip
            collect_fee(dossier, order, paid=paid, actor=CLERK)

    def _correct(self) -> None:
        """A receipt was written for the wrong procedure or the wrong agency: past periods are corrected with it."""
        dossier = self._some_dossier()
        if dossier is not None and self.chance.random() < 0.5:
            other = self.chance.choice(self.versions)
            Dossier.objects.filter(pk=dossier.pk).update(
                procedure=other.procedure, revision=F("revision") + 1
            )
            recompute([dossier.pk])

    def _merge(self) -> None:
        """Late in a life both communes become one, and everybody goes there; that one passes on once more."""
        alive = [each for each in agencies() if each.valid_to is None]
        if alive[0].code == "H99.12" or self.time < moment("2026-03-25 00:00"):
            return
        kind, code = (ChangeKind.MERGE, "H99.11") if len(alive) > 1 else (ChangeKind.RENAME, "H99.12")
        [heir] = reorganise(
            actor=CLERK, kind=kind, day=local_day(self.time), predecessors=alive, decision="NQ 1",
            successors=[NewAgency(code, f"UBND xã {code}", Level.COMMUNE, alive[0].parent)],
        )  # fmt: skip
        self.communes = [heir, heir]

    def _slip(self) -> None:
        dossier = self._some_dossier()
        if dossier is None:
            return
        issued = forms_of(dossier) or tuple(SlipForm)
        answer_slip(
            NewSlip(
                dossier=dossier,
                form=self.chance.choice(issued),
                channel=self.chance.choice(list(RatingChannel)),
                contacts=self.chance.choice((None, 0, 1, 3)),
                own_fault=self.chance.random() < 0.3,
                bodies=self.chance.choice((None, 0, 1, 2)),
                attitude=self.chance.choice((None, *Attitude)),
                score=self.chance.choice((None, 1, 3, 5)),
            ),
            actor=CLERK,
        )
        complaints = Slip.objects.filter(attitude=Attitude.COMPLAINT.value).order_by("-pk").first()
        if complaints is not None and self.chance.random() < 0.3:
            find_unfounded(complaints.pk, reason="Đã xác minh", actor=CLERK)

    def _complain(self) -> None:
        commune = self.chance.choice(self.communes)
        receive_petition(
            commune, text="Chậm", channel=PetitionChannel.PORTAL, kind=self.chance.choice(list(PetitionKind)),
            actor=CLERK,
            dossier=self.chance.choice((None, self._some_dossier())),
        )  # fmt: skip

    def _answer(self) -> None:
        keys = list(Petition.objects.order_by("pk").values_list("pk", flat=True))
        if not keys:
            return
        key = self.chance.choice(keys)
        self.chance.choice(
            (
                lambda: answer_petition(key, answer="Đã xem xét", actor=CLERK),
                lambda: turn_away(key, reason="Không thuộc thẩm quyền", actor=CLERK),
                lambda: publish_answer(key, actor=CLERK),
                lambda: note_reactions(
                    key, likes=1, dislikes=self.chance.randrange(3), follow_up=False, actor=CLERK
                ),
            )
        )()

    def _some_dossier(self) -> Dossier | None:
        keys = list(Dossier.objects.order_by("pk").values_list("pk", flat=True))
        return Dossier.objects.select_related("agency").get(pk=self.chance.choice(keys)) if keys else None


def agencies() -> list[Agency]:
    """The communes of the world."""
    return list(Agency.objects.filter(level="commune").order_by("code"))


def lived_once(seed: int) -> World:
    """A world after sixty turns, its figures carried to the end."""
    made = World(seed)
    made.live(60)
    with frozen(made.time):
        run_to_end()
    return made


def taken_back(make: Callable[[], World]) -> Iterator[World]:
    """For a fixture of a whole file: its world as it was made, whatever each test does, and gone after the last."""
    with suppress(_TakenBackError), transaction.atomic():
        yield make()
        raise _TakenBackError


class _TakenBackError(Exception):
    pass
