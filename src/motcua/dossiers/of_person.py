"""Dossiers by somebody's identity number, for a desk that hands out results to whoever shows their card."""

from django.db.models import Case, Q, Value, When

from motcua.accounts.models import Person
from motcua.audit.record import record
from motcua.datastore.sealing import blind
from motcua.datastore.writing import act
from motcua.dossiers.enums import OPEN_STATES, State
from motcua.dossiers.finding import Scope
from motcua.dossiers.models import Dossier
from motcua.organisation.rules import Officer

# What people come to the desk for stands first: results to be handed out, then what is still open.
_ORDER = Case(
    When(state=State.SETTLED.value, then=Value(0)),
    When(state__in=[state.value for state in OPEN_STATES], then=Value(1)),
    default=Value(2),
)


def ids_of_number(officer: Officer, number: str, scope: Scope, *, most: int) -> list[int]:
    """Dossiers in scope that this person applied for or handed in for somebody; what waits for them first.

    A known person looked up stands in the record, as every look-up by an identity number.
    """
    digest = blind(number)
    person = Person.objects.filter(identity_blind=digest).first() if digest else None
    if person is not None:
        with act():
            record(
                officer.actor, action="dossiers.find_by_number", kind="person", key=person.pk, detail={},
            )  # fmt: skip
    own = Dossier.objects.filter(person=person).values("pk") if person is not None else Dossier.objects.none()
    handed_in = Dossier.objects.filter(delegate_blind=digest).values("pk")
    theirs = Q(pk__in=own) | Q(pk__in=handed_in) if digest else Q(pk__in=[])
    found = Dossier.objects.filter(scope.whole, theirs).order_by(_ORDER, "-filed_at")
    return list(found.values_list("pk", flat=True)[:most])
