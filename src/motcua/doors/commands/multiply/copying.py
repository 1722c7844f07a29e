"""Copies of histories as `INSERT … SELECT`: the n-th copy of a row has its id plus n times the table's largest id."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, models
from django.db.models import Max

from motcua.dossiers.bodies import Part, PartStep, Transfer
from motcua.dossiers.lateness_models import Apology, Explanation, ExtraPaper
from motcua.dossiers.models import (
    Dossier,
    DossierAlias,
    DossierFee,
    DossierPaper,
    Event,
    Opinion,
    StepRun,
)
from motcua.feedback.models import Petition, Rating, Slip
from motcua.measurement.models import (
    DossierFact,
    PaymentFact,
    PaymentRollUp,
    PetitionFact,
    PetitionRollUp,
    RollUp,
)
from motcua.measurement.payments import PAYMENT_SUMS
from motcua.measurement.petitions import PETITION_SUMS
from motcua.measurement.rules.tallies import TALLIED
from motcua.payments.models import Order, Payment
from motcua.storehouse.models import Paper

Model = type[models.Model]

# Parents before children: PostgreSQL looks at foreign keys, at the latest when the act ends.
HISTORIES: tuple[Model, ...] = (
    Dossier, Event, StepRun, Part, PartStep, Transfer, Opinion, Apology, Explanation, ExtraPaper, DossierAlias,
    Paper, DossierPaper, Order, DossierFee, Payment, Rating, Slip, Petition,
)  # fmt: skip
FACTS: tuple[Model, ...] = (DossierFact, PetitionFact, PaymentFact)

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# Signs of a tracking number that a copy keeps; the other four say which copy it is.
KEPT_SIGNS = 8

_NEXT = "CASE WHEN c.part = 1 THEN s.rank ELSE s.number END + c.n * s.total"
_COUNTED = f"CAST({_NEXT} AS TEXT)"
_PADDED = f"s.prefix || SUBSTR('000000000', 1, CAST(s.width - LENGTH({_COUNTED}) AS INTEGER)) || {_COUNTED}"
_CODE = f"CASE WHEN s.width > LENGTH({_COUNTED}) THEN {_PADDED} ELSE s.prefix || {_COUNTED} END"

_IN_PART = "(SELECT id FROM bench_part)"
_PAPERS_IN_PART = f"FROM dossiers_dossierpaper WHERE dossier_id IN {_IN_PART}"
_FEES_IN_PART = f"FROM dossiers_dossierfee WHERE dossier_id IN {_IN_PART}"
_BODIES_IN_PART = f"FROM dossiers_part WHERE dossier_id IN {_IN_PART}"
_PART: dict[Model, str] = {
    PartStep: f"t.part_id IN (SELECT id {_BODIES_IN_PART})",
    Dossier: f"t.id IN {_IN_PART}",
    Paper: f"t.id IN (SELECT paper_id {_PAPERS_IN_PART})",
    Order: f"t.id IN (SELECT order_id {_FEES_IN_PART})",
    Payment: f"t.order_id IN (SELECT order_id {_FEES_IN_PART})",
}


def _sign(power: int) -> str:
    return f"SUBSTR('{_ALPHABET}', CAST((c.n / {31**power}) % 31 + 1 AS INTEGER), 1)"


# What must differ from the original, besides keys.
_OWN: dict[tuple[Model, str], str] = {
    (Dossier, "code"): f"CASE WHEN t.code IS NULL THEN NULL ELSE {_CODE} END",
    (Dossier, "tracking"): f"SUBSTR(t.tracking, 1, {KEPT_SIGNS}) || "
    + " || ".join(_sign(n) for n in (3, 2, 1, 0)),
    (DossierAlias, "code"): "t.code || '.' || CAST(c.n AS TEXT)",
    (Event, "act_key"): "NULL",
    (
        Payment,
        "reference",
    ): "CASE WHEN t.reference = '' THEN '' ELSE t.reference || '.' || CAST(c.n AS TEXT) END",
    (Petition, "code"): _CODE,
    # The paper that took its place may be no part of a partial copy.
    (
        Paper,
        "superseded_by_id",
    ): "CASE WHEN c.part = 1 THEN NULL ELSE t.superseded_by_id + c.n * {stride} END",
}
_NUMBERED: dict[Model, str] = {Dossier: "dossier", Petition: "petition"}
# Links that are no foreign keys: facts know their dossier by number only.
_SOFT: dict[tuple[Model, str], Model] = {
    (DossierFact, "dossier_id"): Dossier,
    (PetitionFact, "petition_id"): Petition,
    (PaymentFact, "payment_id"): Payment,
    (PaymentFact, "dossier_id"): Dossier,
}


@dataclass(frozen=True)
class Plan:
    """The largest id of each table before copying; what lies above are copies."""

    strides: dict[Model, int]

    @classmethod
    def of_what_is_there(cls) -> "Plan":
        """Look at the tables."""
        found = {}
        for model in (*HISTORIES, *FACTS):
            found[model] = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
        return cls(found)

    def copy(self, first: int, last: int, models: Sequence[Model] = (*HISTORIES, *FACTS)) -> None:
        """Write the copies numbered `first` to `last` of everything, facts too, or of some tables alone."""
        _number_copies(range(first, last + 1), part=False)
        for model in models:
            self._insert(model, f"t.id <= {self.strides[model]}")

    def copy_part(self, number: int, dossier_ids: Iterable[int]) -> tuple[list[int], list[int]]:
        """Write one more copy of some dossiers; answers the new ids of dossiers and petitions, still without facts."""
        ids = list(dossier_ids)
        _fill("bench_part (id) VALUES (%s)", [(key,) for key in ids])
        _number_copies([number], part=True)
        for model in HISTORIES:
            self._insert(model, _PART.get(model, f"t.dossier_id IN {_IN_PART}"))
        first = number * self.strides[Petition]
        petitions = Petition.objects.filter(pk__gt=first).values_list("pk", flat=True) if first else ()
        return [key + number * self.strides[Dossier] for key in ids], list(petitions)

    def multiply_roll_ups(self, times: int) -> None:
        """Sums of equal copies are multiples: what a rebuild would find, without counting."""
        for model, names in (
            (RollUp, TALLIED), (PetitionRollUp, PETITION_SUMS), (PaymentRollUp, PAYMENT_SUMS),
        ):  # fmt: skip
            model._default_manager.update(**{name: models.F(name) * times for name in names})

    def set_sequences(self) -> None:
        """PostgreSQL counts ids apart from the tables: let it go on above the copies."""
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            for model in (*HISTORIES, *FACTS):
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 1)) FROM {table}"  # noqa: S608 - our own names
                )

    def _insert(self, model: Model, wanted: str) -> None:
        if not self.strides[model]:
            return
        fields = model._meta.concrete_fields
        names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        values = ", ".join(self._value(model, field) for field in fields)
        table = connection.ops.quote_name(model._meta.db_table)
        numbers = ""
        if model in _NUMBERED:
            numbers = f"LEFT JOIN bench_numbers s ON s.kind = '{_NUMBERED[model]}' AND s.id = t.id"
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} "  # noqa: S608 - our own names and numbers only
                f"FROM bench_copies c CROSS JOIN {table} t {numbers} WHERE {wanted}"
            )

    def _value(self, model: Model, field: "models.Field[object, object]") -> str:
        name = str(field.column)
        column = f"t.{connection.ops.quote_name(name)}"
        target = field.related_model if field.is_relation else _SOFT.get((model, name))
        target = model if field.primary_key else target
        stride = self.strides.get(target, 0) if isinstance(target, type) else 0
        if own := _OWN.get((model, name)):
            return own.replace("{stride}", str(stride))
        return f"{column} + c.n * {stride}" if stride else column


def _number_copies(numbers: Iterable[int], *, part: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM bench_copies")
    _fill("bench_copies (n, part) VALUES (%s, %s)", [(number, int(part)) for number in numbers])


def _fill(what: str, rows: list[tuple[int, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {what}", rows)
