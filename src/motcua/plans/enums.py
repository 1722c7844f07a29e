"""States and kinds of plans and tasks."""

from enum import StrEnum


class PlanState(StrEnum):
    """A plan is read, then confirmed by a person; only then its tasks are owed."""

    READ = "read"
    CONFIRMED = "confirmed"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"read": "Chờ xác nhận", "confirmed": "Đang thực hiện", "closed": "Đã khép lại"}[self.value]


class TaskState(StrEnum):
    """What has been reported about a task; lateness is derived from its due date, never stored."""

    TO_DO = "to_do"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {
            "to_do": "Chưa làm",
            "doing": "Đang làm",
            "done": "Hoàn thành",
            "dropped": "Không còn phải làm",
        }[self.value]


class Standing(StrEnum):
    """How a task stands on a day."""

    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    OVERDUE = "overdue"
    SOON = "soon"
    RUNNING = "running"
    WITHOUT_DATE = "without_date"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {
            "done_in_time": "Hoàn thành đúng hạn",
            "done_late": "Hoàn thành quá hạn",
            "overdue": "Quá hạn",
            "soon": "Sắp đến hạn",
            "running": "Trong hạn",
            "without_date": "Không có hạn cụ thể",
            "dropped": "Không còn phải làm",
        }[self.value]

    @property
    def tone(self) -> str:
        """The tone of the frame's status tag."""
        return {
            "done_in_time": "done",
            "done_late": "done",
            "overdue": "late",
            "soon": "soon",
            "running": "running",
            "without_date": "plain",
            "dropped": "stopped",
        }[self.value]


class PlanKind(StrEnum):
    """The kinds of yearly plans; OUTSIDE holds the tasks given outside any plan."""

    CONTROL = "control"
    REVIEW = "review"
    COMMUNICATION = "communication"
    INSPECTION = "inspection"
    REFORM = "reform"
    REMEDY = "remedy"
    OTHER = "other"
    OUTSIDE = "outside"

    @property
    def label(self) -> str:
        return {
            "control": "Kiểm soát thủ tục hành chính",
            "review": "Rà soát, đánh giá thủ tục hành chính",
            "communication": "Truyền thông về kiểm soát thủ tục hành chính",
            "inspection": "Kiểm tra công tác kiểm soát thủ tục hành chính",
            "reform": "Cải cách hành chính",
            "remedy": "Khắc phục tồn tại, hạn chế",
            "other": "Kế hoạch khác",
            "outside": "Nhiệm vụ ngoài kế hoạch",
        }[self.value]


class RemarkKind(StrEnum):
    """What words on a task are."""

    COMMENT = "comment"
    GIVEN = "given"
    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    REMINDER = "reminder"
    DROPPED = "dropped"
    RESUMED = "resumed"

    @property
    def label(self) -> str:
        return {
            "comment": "Trao đổi",
            "given": "Giao việc",
            "accepted": "Nghiệm thu",
            "sent_back": "Trả lại",
            "reminder": "Nhắc việc",
            "dropped": "Cho thôi",
            "resumed": "Làm lại",
        }[self.value]


class ProposalState(StrEnum):
    """What became of a task that a unit proposed."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            "sent": "Chờ trả lời",
            "accepted": "Đã nhận",
            "declined": "Không nhận",
            "withdrawn": "Đã rút",
        }[self.value]

    @property
    def tone(self) -> str:
        """The tone of the frame's status tag."""
        return {"sent": "waiting", "accepted": "done", "declined": "stopped", "withdrawn": "plain"}[
            self.value
        ]


class EventKind(StrEnum):
    """What happens in the system that a task may be due after or before."""

    PETITION = "petition"
    PETITION_DONE = "petition_done"
    DECISION = "decision"
    DOSSIER_DUE = "dossier_due"
    PERIOD = "period"
    PLAN = "plan"
    INSPECTION = "inspection"
    DIALOGUE = "dialogue"

    @property
    def label(self) -> str:
        return {
            "petition": "Tiếp nhận một phản ánh, kiến nghị",
            "petition_done": "Có kết quả xử lý một phản ánh, kiến nghị",
            "decision": "Một quyết định công bố thủ tục có hiệu lực",
            "dossier_due": "Một hồ sơ đến ngày hẹn trả",
            "period": "Kết thúc kỳ báo cáo (quý)",
            "plan": "Ban hành kế hoạch này",
            "inspection": "Có kết luận một cuộc kiểm tra",
            "dialogue": "Một cuộc đối thoại",
        }[self.value]


class Part(StrEnum):
    """What a body named in a task has to do with it."""

    LEAD = "lead"
    COOPERATING = "cooperating"

    @property
    def label(self) -> str:
        return {"lead": "Chủ trì", "cooperating": "Phối hợp"}[self.value]


class Means(StrEnum):
    """What words that name somebody stand for."""

    AGENCY = "agency"
    STAFF = "staff"
    GROUP = "group"
    OUTSIDE = "outside"


class Group(StrEnum):
    """Several bodies named by one phrase."""

    OWN_PEOPLE = "own_people"
    OWN_DESK = "own_desk"
    COMMUNES = "communes"
    DISTRICTS = "districts"
    DEPARTMENTS = "departments"
    ALL_BELOW = "all_below"

    @property
    def label(self) -> str:
        return {
            "own_people": "Các bộ phận, công chức của cơ quan này",
            "own_desk": "Bộ phận Một cửa của cơ quan này",
            "communes": "UBND các xã, phường trực thuộc",
            "districts": "UBND các huyện trực thuộc",
            "departments": "Các sở, ngành trực thuộc",
            "all_below": "Mọi cơ quan, đơn vị trực thuộc",
        }[self.value]
