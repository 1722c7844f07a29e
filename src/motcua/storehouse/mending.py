"""Acts on doubtful papers: merged, corrected, given a code, restored, or looked at and found right. All on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.accounts.models import Person
from motcua.audit.outbox import mark
from motcua.audit.record import record
from motcua.blobs.enums import BlobState
from motcua.blobs.store import Readable, put
from motcua.datastore.sealing import blind
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Overtaken, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency, Staff
from motcua.storehouse import coding
from motcua.storehouse.actions import supersede
from motcua.storehouse.care_enums import Doubt, DoubtState, Replacing
from motcua.storehouse.models import DoubtfulPaper, Paper

_FASTER = "Mục này vừa được người khác xử lý, hoặc giấy tờ đã thay đổi. Tải lại trang để xem."
_WHY = "Ghi lý do: ông/bà đã xem gì mà kết luận như vậy."


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What an officer puts right on a paper; None leaves a field as it is.

    `owner_identity` with `owner_name` gives the paper to the person with that number, known or new.
    """

    title: str | None = None
    type_code: str | None = None
    number: str | None = None
    issued_on: date | None = None
    valid_to: date | None = None
    owner_identity: str = ""
    owner_name: str = ""


def merge(doubt: DoubtfulPaper, *, keep: Paper, by: Staff, reason: str, actor: Actor) -> None:
    """Of two papers that are one, `keep` stays and the other gives way; dossiers that name it lead on to it.

    Refuses what is no duplicate, papers of different owners, and two signed results that differ.
    """
    pair = {doubt.paper_id: doubt.other_id, doubt.other_id: doubt.paper_id}
    if not Doubt(doubt.doubt).is_duplicate or keep.pk not in pair:
        raise Refused("Mục này không phải hai giấy tờ trùng nhau.", code="no_duplicate")
    with act():
        _take(doubt, by, f"Gộp vào giấy tờ số {keep.pk}. {squeeze(reason)}".strip())
        papers = Paper.objects.select_for_update().in_bulk([pk for pk in pair if pk])
        goes, stays = papers[pair[keep.pk] or 0], papers[keep.pk]
        _check_pair(goes, stays)
        supersede(goes, stays, how=Replacing.MERGED, reason=squeeze(reason))
        mark("paper", str(goes.pk), str(stays.pk))
        _record(actor, "papers.clean_merge", goes, doubt, {"into": stays.pk})


def _check_pair(goes: Paper, stays: Paper) -> None:
    same = (goes.owner_person_id, goes.owner_business_id) == (stays.owner_person_id, stays.owner_business_id)
    if not same or stays.superseded_by_id or stays.revoked_at or stays.destroyed_at:
        raise Overtaken(_FASTER)
    if goes.blob_id != stays.blob_id and goes.signed and goes.verification and stays.signed:
        raise Refused(
            "Hai bản đều đã ký số và khác nhau: đây không phải trùng lặp. Dùng «Thay kết quả» ở bản cũ, "
            "hoặc «Không sai» kèm lý do.",
            code="both_signed",
        )
    if goes.blob_id and not stays.blob_id:
        raise Refused("Bản giữ lại chưa có tệp. Hãy giữ bản có tệp.", field="keep", code="no_file")


def correct(doubt: DoubtfulPaper, says: Corrected, *, by: Staff, reason: str, actor: Actor) -> None:
    """Put right what is wrong; the record names the fields changed, never their words.

    Refuses when nothing changes, without a reason, and days that cannot be.
    """
    why = _needed(reason)
    with act():
        _take(doubt, by, why)
        paper = Paper.objects.select_for_update().get(pk=doubt.paper_id)
        changed = _changed(paper, says)
        if not changed:
            raise Refused(
                "Chưa sửa gì. Nếu giấy tờ không sai, chọn «Không sai» và ghi lý do.", code="nothing"
            )
        if paper.issued_on and paper.valid_to and paper.valid_to < paper.issued_on:
            raise Refused("Ngày hết giá trị phải từ ngày cấp trở đi.", field="valid_to")
        paper.save()
        mark("paper", str(paper.pk))
        _record(actor, "papers.clean_correct", paper, doubt, {"changed": sorted(changed), "reason": why})


def _changed(paper: Paper, says: Corrected) -> set[str]:
    wanted: dict[str, Any] = {
        name: squeeze(value) if isinstance(value, str) else value
        for name in ("title", "type_code", "number", "issued_on", "valid_to")
        if (value := getattr(says, name)) is not None
    }
    if says.owner_identity:
        wanted["owner_person"] = _owner(says)
    if wanted.get("title") == "":
        raise Refused("Giấy tờ phải có tên.", field="title")
    changed = {name for name, value in wanted.items() if getattr(paper, name) != value}
    for name in changed:
        setattr(paper, name, wanted[name])
    return changed


def _owner(says: Corrected) -> Person:
    number = "".join(says.owner_identity.split())
    if not (number.isascii() and number.isdecimal() and len(number) in (9, 12)):
        raise Refused("Số định danh có 12 chữ số (số CMND cũ có 9).", field="owner_identity", code="identity")
    known = Person.objects.filter(identity_blind=blind(number)).first()
    if known is not None:
        return known
    if not squeeze(says.owner_name):
        raise Refused("Chưa có ai mang số này trong kho: ghi họ tên.", field="owner_name", code="name")
    return Person.objects.create(
        name=squeeze(says.owner_name), identity_number=number, created_at=clock.now()
    )


def give_code(doubt: DoubtfulPaper, *, by: Staff, actor: Actor) -> str:
    """A new code by the template of today; the old one stays in the record."""
    if doubt.doubt not in (Doubt.CODE_FORM, Doubt.CODE_MISSING):
        raise Refused("Mục này không phải sai mã.", code="no_code")
    with act():
        paper = Paper.objects.select_for_update().get(pk=doubt.paper_id)
        agency = Agency.objects.filter(pk=paper.agency_id or doubt.agency_id or 0).first()
        if agency is None:
            raise Refused("Giấy tờ không thuộc cơ quan nào nên chưa cấp được mã.", code="no_agency")
        before = paper.code or ""
        _take(doubt, by, f"Cấp mã mới thay mã {before}." if before else "Cấp mã.")
        paper.agency, paper.code = agency, coding.take_code(agency, paper.type_code, clock.today())
        paper.save(update_fields=["agency", "code"])
        _record(actor, "papers.clean_code", paper, doubt, {"from": before, "code": paper.code})
    return paper.code


def restore(doubt: DoubtfulPaper, content: bytes | Readable, name: str, *, by: Staff, actor: Actor) -> None:
    """Put back the bytes of a lost file, from wherever a copy was found: only the very same bytes are taken.

    Refuses another file: that would be another paper, to be digitised as such.
    """
    paper = Paper.objects.select_related("blob").get(pk=doubt.paper_id)
    if doubt.doubt != Doubt.FILE_LOST or paper.blob is None:
        raise Refused("Mục này không phải mất tệp.", code="not_lost")
    if put(content, declared_name=name).sha256 != paper.blob_id:
        raise Refused(
            "Đây không phải đúng tệp đã mất (nội dung khác). Tìm trong bản sao lưu; nếu không còn, số hóa lại từ "
            "bản giấy rồi thay bản này.",
            field="file",
            code="other_file",
        )
    with act():
        paper.blob.refresh_from_db()
        if paper.blob.state != BlobState.SOUND:
            raise Refused("Kho lưu trữ chưa ghi lại được tệp. Báo quản trị viên.", code="not_restored")
        _take(doubt, by, "Đã nộp lại đúng tệp đã mất.")
        _record(actor, "papers.clean_restore", paper, doubt, {})


def dismiss(doubt: DoubtfulPaper, *, by: Staff, reason: str, actor: Actor) -> None:
    """Looked at, and nothing is wrong: with the reason."""
    why = _needed(reason)
    with act():
        _take(doubt, by, why, DoubtState.DISMISSED)
        _record(actor, "papers.clean_dismiss", doubt.paper, doubt, {"reason": why})


def _take(doubt: DoubtfulPaper, by: Staff, what: str, state: DoubtState = DoubtState.MENDED) -> None:
    open_ = DoubtfulPaper.objects.filter(pk=doubt.pk, state=DoubtState.OPEN.value)
    if not open_.update(state=state.value, decided_at=clock.now(), decided_by=by, what=what[:400]):
        raise Overtaken(_FASTER)


def _needed(reason: str) -> str:
    words = squeeze(reason)
    if not words:
        raise Refused(_WHY, field="reason", code="reason")
    return words[:400]


def _record(actor: Actor, action: str, paper: Paper, doubt: DoubtfulPaper, detail: Mapping[str, Any]) -> None:
    agency = doubt.agency.code if doubt.agency else ""
    record(
        actor,
        action=action,
        kind="paper",
        key=paper.pk,
        agency=agency,
        detail={"rule": doubt.doubt, **detail},
    )
