"""The lists that are drawn from: agencies below one, or dossiers of a time."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from motcua.dossiers.explaining import late_by
from motcua.dossiers.models import Dossier
from motcua.inspections.enums import Among, DrawOf
from motcua.inspections.inspection_models import Inspection
from motcua.inspections.rules import frame_of
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency

# A list is kept whole with its draw; a longer one is drawn from a shorter time.
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Source:
    """What is drawn from: for agencies those below `agency`, for dossiers those of the inspected agency and a time."""

    agency: Agency
    of: DrawOf
    inspection: Inspection | None = None
    among: Among = Among.RECEIVED
    first: date | None = None
    last: date | None = None

    def frame(self) -> str:
        """The list as it stands now. Refuses dossiers without a time, and more of them than are kept."""
        return frame_of(self._agencies() if self.of is DrawOf.AGENCIES else self._dossiers())

    def _agencies(self) -> list[str]:
        rows = Agency.objects.on(clock.today()).within(self.agency).exclude(pk=self.agency.pk)
        return list(rows.exclude(level="postal").values_list("code", flat=True))

    def _dossiers(self) -> list[str]:
        if self.inspection is None or self.first is None or self.last is None or self.last < self.first:
            raise Refused("Ghi thời gian tiếp nhận của hồ sơ, ngày đầu trước ngày cuối.", field="first_day")
        rows = Dossier.objects.filter(
            agency=self.inspection.target_id, received_on__range=(self.first, self.last)
        ).exclude(code=None)
        codes = list(_narrowed(rows, self.among).values_list("code", flat=True)[: MOST + 1])
        if len(codes) > MOST:
            raise Refused("Danh sách dài hơn 50.000 hồ sơ: chọn thời gian ngắn hơn.", field="first_day")
        return [code for code in codes if code]


def _narrowed(rows: QuerySet[Dossier], among: Among) -> QuerySet[Dossier]:
    if among is Among.FINISHED:
        return rows.exclude(finished_at=None)
    return rows.filter(late_by(clock.now())) if among is Among.LATE else rows
