"""What is coming to the sample's citizen, one offer of each level: `python -m tests.web.offered`.

The sample's citizen is 36 and due for nothing; the pages of offers still have to be looked at.
"""

import django
from tests.web import served  # noqa: F401 - the clock of the house, before anything of it is loaded


def main() -> None:
    """One open offer of every case in force; the case that may be carried out both agreed to and not."""
    django.setup()
    from datetime import timedelta

    from motcua.accounts.models import Person
    from motcua.kernel import clock
    from motcua.proactive.cases import cases
    from motcua.proactive.models import Offer

    person, today = Person.objects.get(name="Lường Thị Mây"), clock.today()
    in_force = [case for case in cases() if case.holds_on(today)]
    assert {case.level for case in in_force} == {1, 2, 3, 4}
    Offer.objects.bulk_create(
        Offer(
            person=person, case=case.key, subject=f"thu-{level}", day=today, until=today + timedelta(days=30),
            level=level, words=f"{case.name}: đến hạn.", found_at=clock.now(),
        )
        for case in in_force
        for level in sorted({case.level, case.level_for(agreed=False)})
    )  # fmt: skip


if __name__ == "__main__":
    main()
