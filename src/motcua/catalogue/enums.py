"""Words of the catalogue, with their Vietnamese for people."""

from enum import StrEnum


class Kind(StrEnum):
    """Whom a procedure is for."""

    CITIZEN = "citizen"
    INTERNAL = "internal"

    @property
    def label(self) -> str:
        return {"citizen": "Thủ tục hành chính", "internal": "Thủ tục hành chính nội bộ"}[self.value]


class Status(StrEnum):
    """What the national database says about a procedure today."""

    IN_FORCE = "in_force"
    REPLACED = "replaced"
    ABOLISHED = "abolished"

    @property
    def label(self) -> str:
        return {"in_force": "Đang công khai", "replaced": "Đã được thay thế", "abolished": "Bãi bỏ"}[
            self.value
        ]


class Level(StrEnum):
    """The level of government that settles a procedure; districts until 30/6/2025."""

    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    CENTRAL = "central"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "commune": "Cấp xã",
            "district": "Cấp huyện",
            "province": "Cấp tỉnh",
            "central": "Cấp Trung ương",
            "other": "Cơ quan khác",
        }[self.value]


class OnlineLevel(StrEnum):
    """How far a procedure can be done online; `unknown` is not `none`."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "none": "Cung cấp thông tin",
            "partial": "Trực tuyến một phần",
            "full": "Trực tuyến toàn trình",
            "unknown": "Chưa rõ mức độ trực tuyến",
        }[self.value]


class Channel(StrEnum):
    """A way of filing (cách thức thực hiện)."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"

    @property
    def label(self) -> str:
        return {"counter": "Trực tiếp", "online": "Trực tuyến", "post": "Dịch vụ bưu chính"}[self.value]


class Unit(StrEnum):
    """Units of a time limit, as `motcua due` counts them. Days are never turned into hours."""

    WORKING_DAY = "working_day"
    HOUR = "hour"
    CALENDAR_DAY = "calendar_day"

    @property
    def label(self) -> str:
        return {"working_day": "ngày làm việc", "hour": "giờ làm việc", "calendar_day": "ngày"}[self.value]


class Grade(StrEnum):
    """How well a fact is known."""

    VERIFIED = "verified"
    PARTLY = "partly_verified"
    NAME_ONLY = "name_code_only"
    ASSUMED = "assumed"
    SET_HERE = "set_here"

    @property
    def label(self) -> str:
        return {
            "verified": "Đã đối chiếu nguồn",
            "partly_verified": "Đối chiếu một phần",
            "name_code_only": "Chỉ có mã, tên, lĩnh vực, cấp",
            "assumed": "Giả định",
            "set_here": "Do cơ quan cấu hình",
        }[self.value]


class Role(StrEnum):
    """Who does a step of the internal process, as far as the system must know it."""

    RECEPTION = "reception"
    SPECIALIST = "specialist"
    UNIT_HEAD = "unit_head"
    LEADER = "leader"
    CLERK = "clerk"
    RETURN = "return"
    OTHER_BODY = "other_body"
    APPLICANT = "applicant"

    @property
    def label(self) -> str:
        return {
            "reception": "Tiếp nhận",
            "specialist": "Thụ lý",
            "unit_head": "Lãnh đạo đơn vị",
            "leader": "Lãnh đạo cơ quan",
            "clerk": "Văn thư",
            "return": "Trả kết quả",
            "other_body": "Cơ quan phối hợp",
            "applicant": "Người nộp hồ sơ",
        }[self.value]


class ProcessState(StrEnum):
    """How far an internal process is: a published example, a draft of ours, or approved by decision."""

    EXAMPLE = "example"
    DRAFT = "draft"
    APPROVED = "approved"

    @property
    def label(self) -> str:
        return {"example": "Ví dụ tham khảo", "draft": "Dự thảo", "approved": "Đã phê duyệt"}[self.value]


class Place(StrEnum):
    """Which agency a body of a process is, seen from the agency that settles: a process serves many communes."""

    OWN = "own"
    DISTRICT = "district"
    PROVINCE = "province"
    NAMED = "named"
    CHOSEN = "chosen"

    @property
    def label(self) -> str:
        return {
            "own": "Cơ quan giải quyết hồ sơ",
            "district": "Cấp huyện phía trên",
            "province": "Cấp tỉnh phía trên",
            "named": "Cơ quan ghi mã dưới đây",
            "chosen": "Chọn khi chuyển hồ sơ",
        }[self.value]


class Part(StrEnum):
    """Constituent parts of a procedure: NĐ 63/2010 Điều 8 khoản 2, as amended by NĐ 92/2017."""

    NAME = "name"
    STEPS = "steps"
    CHANNELS = "channels"
    PAPERS = "papers"
    LIMIT = "limit"
    SUBJECTS = "subjects"
    AGENCY = "agency"
    FORMS = "forms"
    RESULT = "result"
    REQUIREMENTS = "requirements"
    FEE = "fee"

    @property
    def label(self) -> str:
        return {
            "name": "Tên thủ tục hành chính",
            "steps": "Trình tự thực hiện",
            "channels": "Cách thức thực hiện",
            "papers": "Thành phần, số lượng hồ sơ",
            "limit": "Thời hạn giải quyết",
            "subjects": "Đối tượng thực hiện",
            "agency": "Cơ quan giải quyết",
            "forms": "Mẫu đơn, mẫu tờ khai",
            "result": "Kết quả thực hiện",
            "requirements": "Yêu cầu, điều kiện",
            "fee": "Phí, lệ phí",
        }[self.value]
