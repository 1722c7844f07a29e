"""Run inside an installation: makes two dossiers with a paper, or tells what is there (as JSON)."""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from tests import factories  # noqa: E402

from motcua.accounts.models import Person  # noqa: E402
from motcua.audit import seals  # noqa: E402
from motcua.blobs.models import Blob  # noqa: E402
from motcua.blobs.store import put, read_blob  # noqa: E402
from motcua.dossiers import actions  # noqa: E402
from motcua.dossiers.models import Dossier  # noqa: E402

if sys.argv[1] == "fill":
    call_command("migrate", verbosity=0, interactive=False)
    commune = factories.agency()
    clerk, version = factories.officer(commune), factories.version()
    put(b"%PDF-1.4 " + b"0123456789" * 300_000)
    for name in ("Trần Văn Mẫu", "Đỗ Thị Ví Dụ"):
        actions.receive_at_counter(
            factories.filing(version, commune, name), actor=factories.CLERK, receiver_id=clerk.pk
        )
    seals.seal_waiting()  # no worker runs here, and the doctor misses a seal after five minutes
told = {
    "dossiers": sorted(Dossier.objects.values_list("code", "applicant_name", "due_date")),
    "identities": sorted(person.identity_number for person in Person.objects.all()),
    "blobs": {blob.pk: len(read_blob(blob.pk)) for blob in Blob.objects.all()},
}
sys.stdout.write(json.dumps(told, default=str))
