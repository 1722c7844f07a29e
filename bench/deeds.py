"""What the benchmarks do at the counter of the sample's commune: true receptions with papers and a fee."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Any

from bench.ground import UNTIL
from bench.replay import Recording, fresh_word, record
from motcua.blobs.models import Blob
from motcua.catalogue.models import Component, FeeRule, ProcedureVersion
from motcua.dossiers import actions
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Applicant, Filing, HandedIn, Paid
from motcua.dossiers.ledger import new_tracking
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.organisation.models import Agency, Staff

_KNOWN = "001090000001"
_PAPERS = 3


class Counter:
    """A desk that receives one procedure: three papers, one of them scanned, and a fee paid in cash."""

    def __init__(self, *, frozen: bool = True) -> None:
        day = date.fromisoformat(UNTIL)
        self.agency = Agency.objects.on(day).filter(level="commune").order_by("code")[0]
        self.clerk = Staff.objects.filter(agency=self.agency).order_by("pk")[0]
        self.version = _version()
        self.components = list(Component.objects.filter(version=self.version).order_by("order")[:_PAPERS])
        self.blob = Blob.objects.values_list("sha256", flat=True)[0]
        self.now = clock.at_local(day - timedelta(days=day.weekday()), 8) if frozen else None
        self._people = count(int(secrets.token_hex(4), 16) * 1000)

    @property
    def actor(self) -> Actor:
        """The officer at the desk."""
        return Actor("staff", str(self.clerk.pk), f"{self.clerk.name} ({self.clerk.title})", self.agency.code)

    def prepared(self, *, known: bool) -> Callable[[], Dossier]:
        """A reception ready to be done; what the door parses is not part of the act."""
        filing, key = self._filing(known=known), secrets.token_hex(16)
        paid = Paid("cash", sum(amount for _, amount in filing.fees)) if filing.fees else None
        deed = partial(
            actions.receive_at_counter,
            filing,
            actor=self.actor,
            receiver_id=self.clerk.pk,
            paid=paid,
            act_key=key,
        )
        return deed if self.now is None else partial(self._at_the_set_hour, deed)

    def receive(self, *, known: bool) -> Dossier:
        """One reception, done."""
        return self.prepared(known=known)()

    def recorded(self, *, known: bool) -> Recording:
        """One reception, done and noted."""
        deed = self.prepared(known=known)
        made: dict[Any, Callable[[int], Any]] = {}
        recording = record(lambda: self._note(deed, made), must_differ=made)
        if not known:
            last = Dossier.objects.order_by("-pk")[0]
            made[last.identity_blind] = fresh_word
        return recording

    def _note(self, deed: Callable[[], Dossier], made: dict[Any, Callable[[int], Any]]) -> None:
        dossier = deed()
        made[dossier.tracking] = lambda _: new_tracking()
        start = str(dossier.code).rpartition("-")[0]
        made[dossier.code] = lambda number: f"{start}-{number:04d}"
        made[_key_of(deed)] = fresh_word

    def _at_the_set_hour(self, deed: Callable[[], Dossier]) -> Dossier:
        assert self.now is not None
        with clock.frozen(self.now):
            return deed()

    def _filing(self, *, known: bool) -> Filing:
        identity = _KNOWN if known else f"{next(self._people) % 10**12:012d}"
        return Filing(
            version_id=self.version.pk,
            agency_id=self.agency.pk,
            desk_id=self.agency.pk,
            applicant=Applicant(
                "Trần Thị Thử Nghiệm", identity, date(1990, 1, 1), "0900000000", "Thôn Thử, xã Mẫu"
            ),
            channel=Channel.COUNTER,
            subject=self.version.name[:200],
            papers=tuple(
                HandedIn(part.name, "scanned_at_desk", part.pk, blob=self.blob if place == 0 else None)
                for place, part in enumerate(self.components)
            ),
            fees=tuple((fee.name[:200], fee.amount or 0) for fee in _fees(self.version)),
            answers="{}",
        )


def _key_of(deed: Any) -> str:
    while "act_key" not in deed.keywords:
        deed = deed.args[0]
    return str(deed.keywords["act_key"])


def _fees(version: ProcedureVersion) -> list[FeeRule]:
    return list(FeeRule.objects.filter(version=version, amount__gt=0, condition="")[:1])


def _version() -> ProcedureVersion:
    """The receivable version with a fee that has most components."""
    with_fee = FeeRule.objects.filter(amount__gt=0, condition="").values("version")
    receivable = ProcedureVersion.objects.receivable().filter(
        pk__in=with_fee, at_commune=True, at_desk=True, valid_to=None
    )
    return max(receivable, key=lambda each: (Component.objects.filter(version=each).count(), each.pk))
