"""What is known of a person before they answer a form: themselves, the papers the store holds, their last dossier."""

import json
from typing import Any

from motcua.accounts.models import Person
from motcua.catalogue.eforms.definition import Form
from motcua.catalogue.eforms.filling import STORE, from_papers
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.enums import Channel
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.storehouse.queries import held_by

_MOST_PAPERS = 100


def known_of(person: Person, agency: Agency, form: Form) -> dict[str, Any]:
    """Answers by source (`filling.SOURCES`). The store is asked only when the form takes something from it."""
    known: dict[str, Any] = {
        "person.name": person.name,
        "person.identity_number": person.identity_number,
        "person.birth_date": person.birth_date,
        "person.phone": person.phone,
        "person.email": person.email,
        "person.address": person.address,
        "agency.name": agency.name,
        "today": clock.today(),
    }
    if any(each.prefill.startswith(STORE) for each in form.fields()):
        known |= from_papers(held_by(person)[:_MOST_PAPERS])
    return known


def earlier_of(person: Person, version: ProcedureVersion) -> dict[str, Any]:
    """The answers of the person's last dossier of this procedure."""
    last = Dossier.objects.filter(
        person=person, procedure_id=version.procedure_id, channel=Channel.ONLINE.value
    )
    newest = last.order_by("-filed_at").first()
    try:
        told = json.loads(newest.answers) if newest else {}
    except ValueError:
        return {}
    answers = told.get("answers") if isinstance(told, dict) else None
    return dict(answers) if isinstance(answers, dict) else {}
