"""Codes of copies: the n-th copy of number 3 of a day with 10 dossiers is 3 + 10 n, so that no number is left out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import connection

from motcua.dossiers.models import Dossier, DossierCounter
from motcua.feedback.models import Petition, PetitionCounter
from motcua.kernel.refusals import Refused

_TAIL = re.compile(r"^(.*\D)(\d+)$")
_TABLES = (
    "bench_copies (n BIGINT PRIMARY KEY, part INTEGER)",
    "bench_part (id BIGINT PRIMARY KEY)",
    "bench_numbers (kind VARCHAR(10), id BIGINT, prefix VARCHAR(60), width INTEGER, number BIGINT, total BIGINT, "
    "rank BIGINT, PRIMARY KEY (kind, id))",
)


def write_down_numbers() -> None:
    """The numbers of all codes there are, in tables that live as long as the connection."""
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS {table.split()[0]}")
            cursor.execute(f"CREATE TEMPORARY TABLE {table}")
    _note("dossier", Dossier.objects.exclude(code=None).values_list("pk", "code"))
    _note("petition", Petition.objects.values_list("pk", "code"))


def choose_earliest(many: int, *, up_to: int) -> list[int]:
    """The originals (ids `up_to`) of a partial copy, in order of receipt, and the numbers their copies take."""
    originals = Dossier.objects.filter(pk__lte=up_to).order_by("received_on", "code")
    ids = list(originals.values_list("pk", flat=True)[:many])
    _rank("dossier", set(ids))
    _rank("petition", set(Petition.objects.filter(dossier__in=ids).values_list("pk", flat=True)))
    return ids


def set_counters(copies: int) -> None:
    """Let the next number of each unit and day follow the last one given to a copy."""
    _raise_counters("dossier", DossierCounter, copies)
    _raise_counters("petition", PetitionCounter, copies)


def _note(kind: str, codes: Iterable[tuple[int, str | None]]) -> None:
    groups: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for key, code in codes:
        found = _TAIL.match(code or "")
        if found is None:
            raise Refused(f"Mã «{code}» không kết thúc bằng số thứ tự; không nhân được.")
        groups[found[1]].append((int(found[2]), key, len(found[2])))
    rows = [
        (kind, key, prefix, width, number, max(members)[0])
        for prefix, members in groups.items()
        for number, key, width in members
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO bench_numbers (kind, id, prefix, width, number, total) VALUES (%s, %s, %s, %s, %s, %s)",
            rows,
        )


def _rank(kind: str, chosen: set[int]) -> None:
    counted: Counter[str] = Counter()
    ranks = []
    for key, prefix, _ in _numbers(kind):
        if key in chosen:
            counted[prefix] += 1
            ranks.append((counted[prefix], kind, key))
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE bench_numbers SET rank = %s WHERE kind = %s AND id = %s", ranks)


def _numbers(kind: str) -> list[tuple[int, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, prefix, rank FROM bench_numbers WHERE kind = %s ORDER BY prefix, number", [kind]
        )
        return list(cursor.fetchall())


def _raise_counters(kind: str, counter: type[DossierCounter] | type[PetitionCounter], copies: int) -> None:
    """A counter belongs to the codes that name its unit and day."""
    extra: Counter[str] = Counter()
    for _, prefix, rank in _numbers(kind):
        extra[prefix] += rank is not None
    for row in counter.objects.filter(kind=kind):
        day = row.period.replace("-", "")
        prefixes = (f"{row.unit}-{day[2:]}-", f"{row.unit}-{day}-", f"PAKN.{day}.")
        row.last = row.last * (copies + 1) + sum(extra[prefix] for prefix in prefixes)
        row.save(update_fields=["last"])
