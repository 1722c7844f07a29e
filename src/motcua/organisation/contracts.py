"""The postal contract: which kinds of the desk's work an enterprise does, and who of it (REQ O9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import JSONField, Q, QuerySet, Value

from motcua.audit.record import record
from motcua.blobs.models import Blob
from motcua.datastore.writing import act
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.dated import lasting, overlapping
from motcua.organisation.desk_enums import PostalWork
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, ContractStaff, PostalContract, Staff
from motcua.regimes.queries import rule

WITHOUT = "postal.without_contract"
# What a kind of work lets somebody do in the system; the rest happens on the road.
RIGHTS_OF_WORK: dict[PostalWork, frozenset[Right]] = {
    PostalWork.GUIDE: frozenset({Right.SEE_DOSSIERS}),
    PostalWork.RECEIVE: frozenset({Right.SEE_DOSSIERS, Right.RECEIVE, Right.COLLECT_FEE}),
    PostalWork.DIGITISE: frozenset({Right.SEE_DOSSIERS}),
    PostalWork.CARRY: frozenset({Right.SEE_DOSSIERS}),
    PostalWork.RETURN: frozenset({Right.SEE_DOSSIERS, Right.RETURN_RESULT, Right.COLLECT_FEE}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContract:
    """A contract as it was signed."""

    provider: str
    number: str
    signed_on: date
    first_day: date
    works: Sequence[PostalWork]
    selection: str
    last_day: date | None = None
    premises: str = ""
    extras: str = ""
    blob: Blob | None = None
    file_name: str = ""


def sign(*, actor: Actor, agency: Agency, given: NewContract) -> PostalContract:
    """A contract is entered. Refuses without a number, without work, and with reversed days."""
    if not squeeze(given.number):
        raise Refused("Ghi số hợp đồng.", field="number")
    if not given.works:
        raise Refused("Chọn ít nhất một việc được giao.", field="works")
    if given.last_day and given.last_day < given.first_day:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last_day")
    with act():
        made = PostalContract.objects.create(
            agency=agency, provider=squeeze(given.provider), number=squeeze(given.number),
            signed_on=given.signed_on, first_day=given.first_day, last_day=given.last_day,
            works=[work.value for work in given.works], selection=squeeze(given.selection),
            premises=squeeze(given.premises), extras=squeeze(given.extras), blob=given.blob,
            file_name=given.file_name[:200],
        )  # fmt: skip
        record(
            actor, action="organisation.sign_postal_contract", kind="contract", key=made.pk,
            agency=agency.code, detail={"number": made.number, "works": made.works},
        )  # fmt: skip
    return made


def end_contract(*, actor: Actor, contract: PostalContract, last_day: date, reason: str) -> None:
    """A contract ends; with it the work of everybody under it."""
    if not reason.strip():
        raise Refused("Ghi lý do chấm dứt.", field="reason")
    if last_day < contract.first_day:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last_day")
    with act():
        PostalContract.objects.filter(pk=contract.pk).update(
            last_day=last_day, end_reason=squeeze(reason)[:300]
        )
        record(
            actor, action="organisation.end_postal_contract", kind="contract", key=contract.pk,
            agency=contract.agency.code, detail={"last_day": last_day.isoformat()},
        )  # fmt: skip


def put_under(
    *, actor: Actor, contract: PostalContract, staff: Staff, works: Sequence[PostalWork], first_day: date
) -> ContractStaff:
    """Somebody of the enterprise works under a contract. Refuses work the contract does not cover."""
    if outside := [work for work in works if work.value not in contract.works]:
        names = ", ".join(work.label.lower() for work in outside)
        raise Refused(f"Hợp đồng {contract.number} không giao việc: {names}.", field="works")
    if not works:
        raise Refused("Chọn ít nhất một việc.", field="works")
    with act():
        running = ContractStaff.objects.filter(
            overlapping(first_day, None), contract=contract, staff=staff
        )  # fmt: skip
        if running.exists():
            raise Refused(f"{staff.name} đang làm theo hợp đồng này.", field="staff")
        row = ContractStaff.objects.create(
            contract=contract, staff=staff, works=[work.value for work in works], first_day=first_day
        )
        record(
            actor, action="organisation.put_under_contract", kind="staff", key=staff.pk,
            agency=contract.agency.code, detail={"contract": contract.pk, "works": row.works},
        )  # fmt: skip
    return row


def take_off(*, actor: Actor, row: ContractStaff, last_day: date) -> None:
    """Somebody no longer works under a contract."""
    with act():
        ContractStaff.objects.filter(pk=row.pk).update(last_day=max(last_day, row.first_day))
        record(
            actor, action="organisation.take_off_contract", kind="staff", key=row.staff_id,
            agency=row.contract.agency.code, detail={"contract": row.contract_id},
        )  # fmt: skip


# --- what a contract allows ---


def postal_rights(staff_id: int, agencies: Iterable[Agency], day: date) -> dict[str, frozenset[Right] | None]:
    """By agency code, what contracts let a postal officer do there on a day; None where none was ever entered.

    An agency without any contract leaves the role as it is, unless its setting `postal.without_contract` says
    `refuse`. One statement, and one more for each agency without a contract.
    """
    known = {agency.pk: agency for agency in agencies}
    ever = PostalContract.objects.filter(agency__in=known).annotate(none=Value([], JSONField()))
    in_force = Q(contract__last_day=None) | Q(contract__last_day__gte=day)
    own = ContractStaff.objects.filter(
        lasting(day), in_force, staff=staff_id, contract__agency__in=known, contract__first_day__lte=day
    )
    given: dict[int, set[Right]] = {}
    for key, works in ever.values_list("agency_id", "none").union(
        own.values_list("contract__agency_id", "works"), all=True
    ):
        given.setdefault(key, set()).update(*(RIGHTS_OF_WORK[PostalWork(work)] for work in works))
    found: dict[str, frozenset[Right] | None] = {}
    for key, agency in known.items():
        if key in given:
            found[agency.code] = frozenset(given[key])
        else:
            allowed = rule(WITHOUT, on=day, scopes=agency.chain) == "allow"
            found[agency.code] = None if allowed else frozenset()
    return found


# --- reads ---


def contracts_of(agency: Agency) -> QuerySet[PostalContract]:
    """Every contract of a desk, the newest first."""
    return PostalContract.objects.filter(agency=agency).select_related("blob").order_by("-first_day", "-pk")


def people_under(contract: PostalContract) -> QuerySet[ContractStaff]:
    """Who works or worked under a contract."""
    return (
        ContractStaff.objects.filter(contract=contract)
        .select_related("staff__agency", "contract__agency")
        .order_by("staff__name_key")
    )


def in_force(agency: Agency, day: date) -> QuerySet[PostalContract]:
    """Contracts of a desk that hold on a day."""
    return PostalContract.objects.filter(lasting(day), agency=agency)
