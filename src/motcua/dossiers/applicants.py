"""The people and businesses behind filings: those already known, and new rows for those who are not."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import ProtectedError, QuerySet

from motcua.accounts.models import Business, Person
from motcua.datastore.prepared import Prepared
from motcua.datastore.rows import insert_unless_there
from motcua.datastore.sealing import blind
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Applicant, History
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.kernel.text import squeeze
from motcua.storehouse.actions import give_to

_OF_APPLICANT = ("applicant_name", "applicant_phone", "applicant_email", "applicant_address")


def people_of(histories: Sequence[History]) -> dict[str, Person]:
    """The applicants known by identity number, and new rows for those who are not."""
    wanted = {
        person_key(history.filing.applicant): history
        for history in reversed(histories)
        if history.filing.applicant.identity_number
    }
    known = _known_people(wanted)
    fresh = [_new_person(wanted[key]) for key in wanted if key not in known]
    if not fresh:
        return known
    stored = insert_unless_there(fresh, key="identity_blind")
    for person in fresh:
        if person.identity_blind in stored:
            person.pk = stored[person.identity_blind]
            known[person.identity_blind] = person
    # Two desks may meet the same newcomer at the same moment: the second takes the row of the first.
    left = wanted.keys() - known.keys()
    return known | _known_people(left) if left else known


def _known_people(keys: Iterable[str]) -> dict[str, Person]:
    wanted = list(keys)
    if len(wanted) == 1:  # the desk's case
        one = _KNOWN.first(wanted[0])
        return {one.identity_blind: one} if one is not None else {}
    found = _bare().filter(identity_blind__in=wanted)
    return {person.identity_blind: person for person in found}


def _bare() -> QuerySet[Person]:
    """Only who they are: opening four seals a person is for those who want to read them."""
    return Person.objects.only("identity_blind")


_KNOWN = Prepared(lambda key: _bare().filter(identity_blind=key), str)


def _new_person(history: History) -> Person:
    applicant, filing = history.filing.applicant, history.filing
    # Sent by a delegate online: the telephone and the address for letters are the delegate's, not this person's.
    reached = filing.channel is not Channel.ONLINE or not filing.delegate_name
    return Person(
        name=squeeze(applicant.name),
        birth_date=applicant.birth_date,
        identity_number=applicant.identity_number,
        phone=applicant.phone if reached else "",
        email=applicant.email if reached else "",
        address=squeeze(applicant.address),
        created_at=history.filed.at,
    )


def person_corrected(dossier: Dossier, values: Mapping[str, str]) -> Person | None:
    """Whose dossier it is once its identity number was put right; papers that came with it go along.

    Otherwise whoever really bears the mistyped number would be shown this applicant's data and papers at
    the next visit. Inside the act; `values` are the corrected columns.
    """
    number = values["applicant_identity"]
    person = _person_with(number, dossier, values) if number else None
    if dossier.person is not None:
        brought = DossierPaper.objects.filter(dossier=dossier, reused=False).values("paper_id")
        give_to(person, of=dossier.person, papers=brought)
    return person


def forget_mistaken(person: Person, dossier: Dossier) -> None:
    """Take away the row that a mistyped number made; one that was known before, or is used elsewhere, stays."""
    if person.created_at != dossier.filed_at:
        return
    try:
        person.delete()
    except ProtectedError:
        return


def _person_with(number: str, dossier: Dossier, values: Mapping[str, str]) -> Person:
    known = Person.objects.filter(identity_blind=blind(number)).first()
    if known is not None:
        return known
    mistaken = dossier.person
    of_business = dossier.business_id is not None and mistaken is not None
    now = {name: values.get(name, getattr(dossier, name)) for name in _OF_APPLICANT}
    fresh = Person(
        name=mistaken.name if mistaken and of_business else squeeze(now["applicant_name"]),
        birth_date=mistaken.birth_date if mistaken and mistaken.created_at == dossier.filed_at else None,
        identity_number=number,
        phone=now["applicant_phone"],
        email=now["applicant_email"],
        address=squeeze(now["applicant_address"]),
        created_at=dossier.filed_at,
    )
    insert_unless_there([fresh], key="identity_blind")
    return Person.objects.get(identity_blind=blind(number))


def businesses_of(histories: Sequence[History]) -> dict[str, Business]:
    """The businesses known by tax code, and new rows for those who are not."""
    wanted = {
        business_key(history.filing.applicant): history
        for history in reversed(histories)
        if history.filing.applicant.business_name and history.filing.applicant.tax_code
    }
    if not wanted:
        return {}
    known = _known_businesses(wanted)
    fresh = [
        Business(
            name=squeeze(wanted[code].filing.applicant.business_name),
            tax_code=code,
            created_at=wanted[code].filed.at,
        )
        for code in wanted
        if code not in known
    ]
    if not fresh:
        return known
    Business.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    return known | _known_businesses(wanted.keys() - known.keys())


def _known_businesses(codes: Iterable[str]) -> dict[str, Business]:
    return {business.tax_code: business for business in Business.objects.filter(tax_code__in=list(codes))}


def person_key(applicant: Applicant) -> str:
    """What a person is found by: the blind index of the identity number; empty without one."""
    return blind(applicant.identity_number)


def business_key(applicant: Applicant) -> str:
    """What a business is found by: its tax code."""
    return applicant.tax_code.strip()
