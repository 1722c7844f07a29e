"""Accounts of people who sign in with VNeID or the national portal: found or made by the identity number."""

import secrets

from motcua.accounts.models import LinkedIdentity, Person, User
from motcua.accounts.ports import Identity
from motcua.audit.record import record
from motcua.datastore.rows import insert_unless_there
from motcua.datastore.sealing import blind
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold, squeeze


def sign_in_with(identity: Identity, *, least_level: int) -> User:
    """The account of whoever a provider vouches for; made at their first sign-in. Of what was told, the provider, its
    subject and the level stay; a person who is new here is kept as the desk keeps people.

    An account is always one that was made here for a person: never an officer's, whatever number an officer has.
    Refuses a level below `least_level`, a number that the desk holds for somebody else, a subject whose number
    changed, a locked account.
    """
    if identity.level < least_level:
        raise Refused(
            f"Tài khoản đang ở mức {identity.level}; dịch vụ này cần mức {least_level} trở lên.", code="level"
        )
    with act():
        person = _person(identity)
        link = LinkedIdentity.objects.select_related("user").filter(
            provider=identity.provider, subject_mark=mark_of(identity.subject)
        ).first()  # fmt: skip
        if link is None:
            link = _link(identity, person)
        if link.user.person_id != person.pk:
            raise Refused("Tài khoản này đã gắn với một số định danh khác.", code="changed_person")
        if not link.user.is_active:
            raise Refused("Tài khoản này đã khoá.", code="locked")
        if link.level != identity.level:
            link.level = identity.level
            link.save(update_fields=["level"])
    return link.user


def mark_of(subject: str) -> str:
    """What a subject is found by. Subjects differ by case and signs too, which a blind index folds away: hence hex."""
    return blind(subject.encode().hex())


def same_person(on_file: Person, told: Identity) -> bool:
    """Whether the person of this number in our books can be the one vouched for.

    A slip in a name is forgiven where the day of birth agrees. A number mistyped at the desk carries another
    person's name: that person's dossiers must not be opened to the true holder of the number.
    """
    if fold(squeeze(on_file.name)) == fold(squeeze(told.name)):
        return True
    return on_file.birth_date is not None and on_file.birth_date == told.birth_date


def _person(identity: Identity) -> Person:
    fresh = Person(
        name=squeeze(identity.name),
        birth_date=identity.birth_date,
        identity_number=identity.identity_number,
        created_at=clock.now(),
    )
    insert_unless_there([fresh], key="identity_blind")
    # Locked, so that two first sign-ins of one person make one account.
    person = Person.objects.select_for_update().get(identity_blind=blind(identity.identity_number))
    if not same_person(person, identity):
        raise Refused("Số định danh này đang ghi cho một người mang tên khác.", code="another_person")
    return person


def _link(identity: Identity, person: Person) -> LinkedIdentity:
    # Only accounts that were made here: a person may have another one with a password for trying out.
    known = LinkedIdentity.objects.select_related("user").filter(user__person=person).first()
    user = known.user if known else User.objects.create_user(f"nd-{secrets.token_hex(12)}", person=person)
    link = LinkedIdentity.objects.create(
        user=user,
        provider=identity.provider,
        subject=identity.subject,
        subject_mark=mark_of(identity.subject),
        level=identity.level,
    )
    actor = Actor("person", str(person.pk), f"Người dân số {person.pk}", "")
    detail = {"provider": identity.provider, "level": identity.level}
    record(actor, action="accounts.link", kind="account", key=user.pk, agency="", detail=detail)
    return link
