"""What is published as data, one set after the other: where its rows come from and what its fields mean.

A new set is one `Dataset` in `DATASETS`; page, RSS and JSON follow (`open_data`). Names of fields are a promise to
whoever reads them: they are added to, never renamed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_noop as words

from motcua.catalogue.enums import Kind, OnlineLevel, Status
from motcua.catalogue.models import ProcedureVersion
from motcua.doors.public.late_list import late_list
from motcua.feedback.anonymity import anonymous
from motcua.feedback.enums import PetitionKind, PetitionState
from motcua.feedback.models import Petition
from motcua.kernel import clock
from motcua.kernel.periods import parse
from motcua.measurement.models import Snapshot
from motcua.organisation.queries import public_staff_everywhere

MOST_ROWS: Final = 10_000
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its values by the names of the fields, and what a feed says of it. `path` is a page of ours."""

    key: str
    title: str
    words: str
    values: Values
    path: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dataset:
    """One set: address, names for people, the meaning of each field, and its rows, the newest first."""

    slug: str
    title: str
    about: str
    fields: dict[str, str]
    entries: Callable[[], Iterator[Entry]]
    shown: tuple[str, ...] = field(default=())

    @property
    def page(self) -> str:
        return reverse("public:dataset", args=[self.slug])

    @property
    def rss(self) -> str:
        return reverse("public:dataset-file", args=[self.slug, "rss"])

    @property
    def json(self) -> str:
        return reverse("public:dataset-file", args=[self.slug, "json"])


def _staff() -> Iterator[Entry]:
    for code, agency, one, since in public_staff_everywhere(clock.today()):
        values = {
            "agency": code, "agency_name": agency, "name": one.name, "title": one.title, "field": one.field,
            "phone": one.phone, "leader": one.leads, "since": since,
        }  # fmt: skip
        said = " · ".join(part for part in (agency, one.field, one.phone) if part)
        key = f"can-bo:{code}:{one.name}:{one.title}:{one.phone}"
        path = f"{reverse('public:staff')}?co-quan={code}"
        yield Entry(key, f"{one.name}, {one.title}", said, values, path, _midnight(since))


def _answers() -> Iterator[Entry]:
    rows = Petition.objects.filter(state=PetitionState.PUBLISHED.value).select_related("agency")
    for one in rows.order_by("-published_at", "-pk")[:MOST_ROWS]:
        moment = one.published_at or one.received_at
        answer = anonymous(one.answer, sender=one.sender)
        values = {
            "id": one.pk, "agency": one.agency_code, "agency_name": one.agency.name, "kind": one.kind,
            "kind_name": PetitionKind(one.kind).label, "received_on": clock.local_day(one.received_at),
            "answered_on": one.answered_at and clock.local_day(one.answered_at),
            "published_on": clock.local_day(moment), "answer": answer, "satisfied": one.likes, "dissatisfied": one.dislikes,
        }  # fmt: skip
        title = f"{PetitionKind(one.kind).label}: {one.agency.name} trả lời"
        path = f"{reverse('public:dataset', args=['phan-anh-kien-nghi'])}#dong-{one.pk}"
        yield Entry(f"tra-loi:{one.pk}", title, answer, values, path, moment)


def _index() -> Iterator[Entry]:
    for one in Snapshot.objects.order_by("-pk")[:MOST_ROWS]:
        content, period = one.content, parse(one.period)
        path = reverse("public:publication", args=[one.pk])
        total, most = (str(content.get(name) or "").replace(".", ",") for name in ("total", "measured_max"))
        values = {
            "id": one.pk, "agency": one.agency_code, "agency_name": content["agency_name"], "set": one.set_code,
            "period": one.period, "from": period.first, "to": period.last, "total": _number(content.get("total")),
            "measured_max": _number(content.get("measured_max")), "band": content.get("band") or None,
            "published_at": clock.local(one.taken_at),
            "data": reverse("public:publication-file", args=[one.pk, "json"]),
        }  # fmt: skip
        said = f"{total} trên {most} điểm đo được" if total else "chưa đo được"
        title = f"{content['agency_name']}: {content['period']['label']}"
        yield Entry(f"chi-so:{one.pk}", title, said, values, path, one.taken_at)


_ACTS: Final = {
    "announce": "Công bố mới", "amend": "Sửa đổi, bổ sung", "replace": "Thay thế", "abolish": "Bãi bỏ",
}  # fmt: skip


def _decisions() -> Iterator[Entry]:
    found = sorted(_decided(), key=lambda row: (row["effective_on"], row["procedure"]), reverse=True)
    for row in found[:MOST_ROWS]:
        key = f"{row['act']}:{row['procedure']}:{row['version']}"
        title = f"{_ACTS[row['act']]}: {row['name']}"
        said = " · ".join(
            part for part in (row["decision"], f"áp dụng từ {row['effective_on']:%d/%m/%Y}") if part
        )
        day = row["decided_on"] or row["effective_on"]
        yield Entry(
            key, title, said, row, reverse("public:procedure", args=[row["procedure"]]), _midnight(day)
        )


def _decided() -> Iterator[Values]:
    versions = ProcedureVersion.objects.filter(procedure__kind=Kind.CITIZEN.value).select_related("procedure")
    for one in versions.order_by("procedure_id", "number"):
        procedure = one.procedure
        common = {
            "procedure": procedure.code, "name": one.name, "field": procedure.field, "version": one.number,
            "decided_on": one.decided_on, "replaced_by": None,
        }  # fmt: skip
        act = "announce" if one.number == 1 else "amend"
        yield common | {
            "act": act, "act_name": _ACTS[act], "decision": one.decision, "effective_on": one.valid_from,
        }  # fmt: skip
        if procedure.status == Status.IN_FORCE.value or one.valid_to is None:
            continue
        act = "replace" if procedure.replaced_by else "abolish"
        yield common | {
            "act": act, "act_name": _ACTS[act], "decision": "", "decided_on": None,
            "effective_on": one.valid_to + timedelta(days=1), "replaced_by": procedure.replaced_by or None,
        }  # fmt: skip


def _online() -> Iterator[Entry]:
    levels = (OnlineLevel.FULL.value, OnlineLevel.PARTIAL.value)
    versions = ProcedureVersion.objects.on(clock.today()).filter(
        procedure__kind=Kind.CITIZEN.value, procedure__status=Status.IN_FORCE.value, online_level__in=levels
    )
    for one in versions.select_related("procedure").order_by("-valid_from", "procedure__code")[:MOST_ROWS]:
        level = OnlineLevel(one.online_level)
        values = {
            "procedure": one.procedure.code, "name": one.name, "field": one.procedure.field, "online": level.value,
            "online_name": level.label, "mandatory": one.must_file_online, "levels": [each.value for each in one.levels],
            "since": one.valid_from,
        }  # fmt: skip
        said = level.label + ("; bắt buộc nộp trực tuyến" if one.must_file_online else "")
        path = reverse("public:procedure", args=[one.procedure.code])
        yield Entry(f"truc-tuyen:{one.pk}", one.name, said, values, path, _midnight(one.valid_from))


def _late() -> Iterator[Entry]:
    shown = late_list()
    day = shown.month.last + timedelta(days=shown.from_day)
    for row in shown.rows:
        values = {
            "month": shown.month.code, "agency_name": row.name, "late": row.late, "finished": row.finished,
            "officers": list(row.officers),
        }  # fmt: skip
        title = f"{row.name}: {row.late} hồ sơ trễ hạn, {shown.month.label}"
        said = "; ".join(row.officers) or f"Đã giải quyết trong tháng: {row.finished} hồ sơ"
        yield Entry(
            f"qua-han:{shown.month.code}:{row.name}",
            title,
            said,
            values,
            reverse("public:overdue"),
            _midnight(day),
        )


def _midnight(day: date) -> datetime:
    return clock.at_local(day, 0, 0)


def _number(value: Any) -> float | None:
    return None if value in (None, "") else float(value)


DATASETS: Final = {
    each.slug: each
    for each in (
        Dataset(
            "can-bo", words("Cán bộ, lãnh đạo phụ trách"),
            words("Họ tên, chức danh, lĩnh vực, điện thoại công vụ của người được công khai, từng cơ quan."),
            {"agency": words("Mã cơ quan"), "agency_name": words("Cơ quan"), "name": words("Họ và tên"),
             "title": words("Chức danh"), "field": words("Lĩnh vực"), "phone": words("Điện thoại"),
             "leader": words("Là lãnh đạo"), "since": words("Từ ngày")},
            _staff, ("agency_name", "title", "field", "phone"),
        ),
        Dataset(
            "phan-anh-kien-nghi", words("Trả lời phản ánh, kiến nghị"),
            words("Câu trả lời đã công khai. Tên, số điện thoại, mã hồ sơ của người gửi được che."),
            {"id": words("Số thứ tự"), "agency": words("Mã cơ quan"), "agency_name": words("Cơ quan"),
             "kind": words("Mã loại"), "kind_name": words("Loại"), "received_on": words("Ngày nhận"),
             "answered_on": words("Ngày trả lời"), "published_on": words("Ngày công khai"),
             "answer": words("Nội dung trả lời"), "satisfied": words("Lượt hài lòng"),
             "dissatisfied": words("Lượt không hài lòng")},
            _answers, ("kind_name", "received_on", "answered_on", "answer"),
        ),
        Dataset(
            "chi-so", words("Chỉ số phục vụ theo tuần"),
            words("Mỗi lần công bố là một bản chụp, giữ nguyên như ngày công bố."),
            {"id": words("Số thứ tự"), "agency": words("Mã cơ quan"), "agency_name": words("Cơ quan"),
             "set": words("Bộ chỉ số"), "period": words("Kỳ"), "from": words("Từ ngày"), "to": words("Đến ngày"),
             "total": words("Điểm"), "measured_max": words("Điểm tối đa đo được"), "band": words("Xếp loại"),
             "published_at": words("Công bố lúc"), "data": words("Địa chỉ số liệu từng tiêu chí")},
            _index, ("period", "total", "measured_max", "band", "published_at"),
        ),
        Dataset(
            "quyet-dinh-thu-tuc", words("Quyết định về thủ tục"),
            words("Thủ tục được công bố mới, sửa đổi, thay thế, bãi bỏ, kèm quyết định và ngày áp dụng."),
            {"procedure": words("Mã thủ tục"), "name": words("Tên thủ tục"), "field": words("Lĩnh vực"),
             "version": words("Phiên bản"), "act": words("Mã việc"), "act_name": words("Việc"),
             "decision": words("Quyết định công bố"), "decided_on": words("Ngày quyết định"),
             "effective_on": words("Áp dụng từ"), "replaced_by": words("Thay bằng thủ tục")},
            _decisions, ("act_name", "procedure", "decision", "effective_on"),
        ),
        Dataset(
            "dich-vu-truc-tuyen", words("Dịch vụ công trực tuyến"),
            words("Thủ tục nộp trực tuyến toàn trình, một phần, và thủ tục bắt buộc nộp trực tuyến."),
            {"procedure": words("Mã thủ tục"), "name": words("Tên thủ tục"), "field": words("Lĩnh vực"),
             "online": words("Mã mức độ"), "online_name": words("Mức độ"), "mandatory": words("Bắt buộc nộp trực tuyến"),
             "levels": words("Cấp giải quyết"), "since": words("Áp dụng từ")},
            _online, ("procedure", "field", "online_name", "mandatory"),
        ),
        Dataset(
            "qua-han", words("Cơ quan để hồ sơ trễ hạn trong tháng"),
            words("Số hồ sơ trễ hạn của từng cơ quan; cán bộ chỉ được nêu theo quy tắc công khai. Không nêu người dân."),
            {"month": words("Tháng"), "agency_name": words("Cơ quan"), "late": words("Hồ sơ trễ hạn"),
             "finished": words("Đã giải quyết trong tháng"), "officers": words("Cán bộ nhiều lần để trễ")},
            _late, ("month", "late", "finished", "officers"),
        ),
    )
}  # fmt: skip
