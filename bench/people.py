"""Officers and citizens of the sample's commune, signed in: what a crowd is given instead of passwords.

Sessions are written directly: signing in costs scrypt's time by design, and is not what is measured here.
"""

from datetime import date, timedelta
from typing import Any

from bench.ground import UNTIL


def officers(many: int) -> list[dict[str, Any]]:
    """People at the desk with a reception form filled in but for the applicant."""
    from bench.deeds import Counter
    from motcua.accounts.models import User
    from motcua.catalogue.models import Component, FeeRule
    from motcua.organisation.enums import Role
    from motcua.organisation.models import RoleGrant, Staff

    counter = Counter(frozen=False)
    version, long_ago = counter.version, date.fromisoformat(UNTIL) - timedelta(days=700)
    form = {"desk": str(counter.agency.pk), "channel": "counter", "subject": version.name[:200]}
    form |= {f"given_{part.pk}": "paper" for part in Component.objects.filter(version=version)}
    fees = FeeRule.objects.filter(version=version, amount__gt=0, condition="")
    form |= {f"fee_{fee.pk}": str(fee.amount) for fee in fees} | {"paid": "cash"}
    found = []
    for number in range(many):
        user, _ = User.objects.get_or_create(username=f"do-{number}")
        staff, _ = Staff.objects.get_or_create(
            user=user,
            defaults={
                "name": f"Cán bộ Đo {number}", "agency": counter.agency, "title": "Công chức",
                "first_day": long_ago,
            },
        )  # fmt: skip
        RoleGrant.objects.get_or_create(
            staff=staff, role=Role.RECEPTION.value, agency=counter.agency, defaults={"first_day": long_ago}
        )
        found.append({
            "cookies": _signed_in(user), "form": form, "path": f"/can-bo/tiep-nhan/{version.procedure.code}",
            "lists": ["/can-bo/", "/can-bo/viec", "/can-bo/viec?whose=all", "/can-bo/so-theo-doi",
                      "/can-bo/cho-tiep-nhan"],
        })  # fmt: skip
    return found


def citizens(many: int, *, prepared: dict[str, Any]) -> list[dict[str, Any]]:
    """People with an account; `prepared`: what they file (`bench.visitors`)."""
    from motcua.accounts.models import Person, User
    from motcua.kernel import clock

    found = []
    for number in range(many):
        user = User.objects.filter(username=f"dan-{number}").first()
        if user is None:
            person = Person.objects.create(
                name="Lò Thị Mẩy", identity_number=f"0010990{number:05d}", phone="0912345678",
                birth_date=date(1999, 3, 8), created_at=clock.now(),
            )  # fmt: skip
            user = User.objects.create(username=f"dan-{number}", person=person)
        found.append({"cookies": _signed_in(user), **prepared})
    return found


def _signed_in(user: Any) -> dict[str, str]:
    from django.test import Client

    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    # Any cookie of the right length serves, as long as the form says the same.
    return {"sessionid": browser.cookies["sessionid"].value, "csrftoken": "a" * 32}
