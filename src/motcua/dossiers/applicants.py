"""The people and businesses behind filings: those already known, and new rows for those who are not."""

from collections.abc import Iterable, Sequence

from motcua.accounts.models import Business, Person
from motcua.datastore.rows import insert_blindly
from motcua.datastore.sealing import blind
from motcua.dossiers.filing import Applicant, History
from motcua.kernel.text import squeeze


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
    # Two desks may meet the same newcomer at the same moment: the second takes the row of the first.
    insert_blindly(fresh, unless_there=True)
    return known | _known_people(wanted.keys() - known.keys())


def _known_people(keys: Iterable[str]) -> dict[str, Person]:
    # Only who they are: opening four seals a person is for those who want to read them.
    found = Person.objects.only("identity_blind").filter(identity_blind__in=list(keys))
    return {person.identity_blind: person for person in found}


def _new_person(history: History) -> Person:
    applicant = history.filing.applicant
    return Person(
        name=squeeze(applicant.name),
        birth_date=applicant.birth_date,
        identity_number=applicant.identity_number,
        phone=applicant.phone,
        email=applicant.email,
        address=squeeze(applicant.address),
        created_at=history.filed.at,
    )


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
