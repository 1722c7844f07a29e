"""From one line of a free question to what stands behind it: the same lists as behind any measure, narrowed to the line."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.kernel.periods import Period
from motcua.measurement.behind import Behind, Standing, behind
from motcua.measurement.engines.asking import Dimension
from motcua.measurement.models import DossierFact, PaymentFact, PetitionFact
from motcua.measurement.queries import Scope
from motcua.organisation.models import Agency

_Key = int | str
_COLUMN = {
    Dimension.PROCEDURE: "procedure_code", Dimension.FIELD: "procedure_code", Dimension.OFFICER: "holder_id",
}  # fmt: skip


def behind_line(
    measure: str, agencies: Sequence[Agency], period: Period, at: datetime, only: Mapping[Dimension, str],
    services: Mapping[str, str],
) -> Standing:  # fmt: skip
    """What a measure counts at some agencies in a period, narrowed to values of dimensions that part no time.

    `services`: the field of each procedure. Of an agency asked for by a line only that one is counted.
    """
    wanted = [one for one in agencies if only.get(Dimension.AGENCY, one.code) == one.code]
    if not wanted:
        return Standing(Behind.NOTHING)
    scope = Scope(wanted[0], tuple(one.code for one in wanted), frozenset())
    found = behind(scope, period, at, measure)
    for dimension, value in only.items():
        if dimension is not Dimension.AGENCY:
            found = _narrowed(found, _held(found, dimension, value, services))
    return found


def _narrowed(found: Standing, holds: Callable[[Sequence[_Key]], set[_Key]]) -> Standing:
    there = holds((*found.having, *found.missing))
    return Standing(
        found.kind,
        tuple(key for key in found.having if key in there),
        tuple(key for key in found.missing if key in there),
    )


def _held(
    found: Standing, dimension: Dimension, value: str, services: Mapping[str, str]
) -> Callable[[Sequence[_Key]], set[_Key]]:
    """Of keys, those that hold a value of a dimension; a procedure that is in no catalogue has no field."""

    def fits(one: _Key | None) -> bool:
        own = services.get(str(one), "") if dimension is Dimension.FIELD else one
        return ("" if own is None else str(own)) == value

    column = _COLUMN.get(dimension, dimension.value)
    return lambda keys: {key for key, one in _values(found.kind, column, keys) if fits(one)}


def _values(kind: Behind, column: str, keys: Sequence[_Key]) -> list[tuple[int, _Key | None]]:
    """Keys with what they hold in a column, in parts that any database takes."""
    rows: list[tuple[int, _Key | None]] = []
    for start in range(0, len(keys), 5000):
        part = keys[start : start + 5000]
        if column == "holder_id":
            rows += Dossier.objects.filter(pk__in=part).values_list("pk", column)
        elif kind is Behind.PETITIONS:
            rows += PetitionFact.objects.filter(petition_id__in=part).values_list("petition_id", column)
        elif kind is Behind.PAYMENTS:
            rows += PaymentFact.objects.filter(payment_id__in=part).values_list("payment_id", column)
        else:
            rows += DossierFact.objects.filter(dossier_id__in=part).values_list("dossier_id", column)
    return rows
