"""Dossiers before their first act: what filings share is fetched once, and a page is opened for each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from motcua.accounts.models import Business, Person
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.datastore.kept import copies, kept
from motcua.dossiers import beside, ledger
from motcua.dossiers.applicants import business_key, businesses_of, people_of, person_key
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Filing, History
from motcua.dossiers.law import LawBook
from motcua.dossiers.models import Dossier, PaperRole
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.snapshot import Snapshot
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency
from motcua.payments.actions import NewOrder, open_orders
from motcua.payments.rules import Line

_OF_PROCEDURE = ("procedure__code", "procedure__name", "procedure__short_name")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What many filings share, fetched once."""

    versions: dict[int, ProcedureVersion]
    agencies: dict[int, Agency]
    people: dict[str, Person]
    businesses: dict[str, Business]


def open_pages(histories: Sequence[History], book: LawBook) -> list[ledger.Page]:
    """The first page of each history's dossier, with its papers and the order for its fees, nothing decided on it yet.

    Refused for a procedure that the catalogue does not hold, a filing without a name, and an agency that is no more.
    """
    shelf = _fetch(histories)
    pages = [_open_page(history, shelf, book) for history in histories]
    owing = [(page, history) for page, history in zip(pages, histories, strict=True) if history.filing.fees]
    orders = open_orders(
        NewOrder(
            lines=tuple(Line(name, amount) for name, amount in history.filing.fees),
            online_possible=history.filing.fee_online_possible,
            created_at=history.filed.at,
        )
        for _, history in owing
    )
    for (page, _), order in zip(owing, orders, strict=True):
        page.orders.append((order, False))
    return pages


def _open_page(history: History, shelf: _Shelf, book: LawBook) -> ledger.Page:
    filing = history.filing
    version, agency = shelf.versions[filing.version_id], shelf.agencies[filing.agency_id]
    beside.check_agency_lasts(agency, on=clock.local_day(history.filed.at))
    dossier = _new_dossier(filing, version, agency, shelf)
    received = next((deed.at for deed in history.deeds if isinstance(deed.command, commands.Receive)), None)
    law = book.law(version, agency, clock.local_day(received or history.filed.at))
    page = ledger.Page(dossier, Snapshot(), Snapshot(), law, new=True)
    page.papers = [(PaperRole.COMPONENT, paper, history.filed.at) for paper in filing.papers]
    return page


def _new_dossier(filing: Filing, version: ProcedureVersion, agency: Agency, shelf: _Shelf) -> Dossier:
    applicant = filing.applicant
    return Dossier(
        tracking=filing.tracking or ledger.new_tracking(),
        procedure=version.procedure,
        version=version,
        agency=agency,
        desk=shelf.agencies[filing.desk_id],
        person=shelf.people.get(person_key(applicant)),
        business=shelf.businesses.get(business_key(applicant)),
        applicant_name=squeeze(applicant.business_name or applicant.name),
        applicant_identity=applicant.identity_number,
        applicant_phone=applicant.phone,
        applicant_address=squeeze(applicant.address),
        applicant_email=applicant.email,
        delegate_name=squeeze(filing.delegate_name),
        delegate_identity=filing.delegate_identity,
        authorisation=squeeze(filing.authorisation),
        delegate_may_follow=filing.delegate_may_follow,
        place=squeeze(filing.place),
        received_by_post=filing.received_by_post,
        subject=squeeze(filing.subject),
        answers=filing.answers,
        channel=Channel(filing.channel).value,
    )


def _fetch(histories: Sequence[History]) -> _Shelf:
    filings = [history.filing for history in histories]
    versions = {row.pk: row for row in copies(_versions(frozenset(f.version_id for f in filings)))}
    agencies = {row.pk: row for row in copies(_agencies(frozenset(_agencies_of(filings))))}
    for filing in filings:
        if filing.version_id not in versions:
            raise Refused("Không có thủ tục này trong danh mục. Kiểm tra lại mã thủ tục.", code="procedure")
        if not squeeze(filing.applicant.name or filing.applicant.business_name):
            raise Refused("Ghi họ tên người nộp hồ sơ.", field="name", code="name")
    return _Shelf(versions, agencies, people_of(histories), businesses_of(histories))


@kept(ProcedureVersion, Procedure)
def _versions(ids: frozenset[int]) -> tuple[ProcedureVersion, ...]:
    # A version is forty columns wide; an act needs its name and number.
    slim = ProcedureVersion.objects.select_related("procedure").only("name", *_OF_PROCEDURE)
    return tuple(slim.filter(pk__in=ids))


@kept(Agency)
def _agencies(ids: frozenset[int]) -> tuple[Agency, ...]:
    return tuple(Agency.objects.filter(pk__in=ids))


def _agencies_of(filings: Iterable[Filing]) -> Iterator[int]:
    """Who settles and who receives."""
    for filing in filings:
        yield filing.agency_id
        yield filing.desk_id
