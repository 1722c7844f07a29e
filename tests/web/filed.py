"""A dossier that a citizen filed online before the house opened: `python -m tests.web.filed AGENCY PROCEDURE`."""

import sys

import django
from tests.web import served  # noqa: F401 - the clock of the house, before anything of it is loaded


def main(agency_code: str, procedure: str) -> None:
    """File without papers: the desk has a reason to refuse."""
    django.setup()
    from motcua.catalogue.models import ProcedureVersion
    from motcua.dossiers import actions
    from motcua.dossiers.enums import Channel
    from motcua.dossiers.filing import Applicant, Filing
    from motcua.kernel import clock
    from motcua.kernel.people import SYSTEM
    from motcua.organisation.models import Agency

    agency = Agency.objects.get(code=agency_code)
    version = ProcedureVersion.objects.on(clock.today()).get(procedure__code=procedure)
    filing = Filing(
        version_id=version.pk, agency_id=agency.pk, desk_id=agency.pk, channel=Channel.ONLINE,
        applicant=Applicant("Lò Văn Mạng", "099200011133", phone="0000111222"),
    )  # fmt: skip
    actions.file(filing, actor=SYSTEM)


if __name__ == "__main__":
    main(*sys.argv[1:])
