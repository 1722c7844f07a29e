"""States, acts and channels of a dossier, with their words for each audience."""

from enum import StrEnum


class State(StrEnum):
    """Where a dossier stands. Each state shows one of the ten national statuses (TrangThaiHoSo)."""

    SUBMITTED = "submitted"
    SUPPLEMENT_BEFORE = "supplement_before"
    REJECTED = "rejected"
    RECEIVED = "received"
    PROCESSING = "processing"
    SUPPLEMENTING = "supplementing"
    AWAITING_PAYMENT = "awaiting_payment"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    SETTLED = "settled"
    RETURNED = "returned"

    @property
    def national(self) -> int:
        """The national status code 1 to 10 (Cổng Dịch vụ công quốc gia)."""
        return _NATIONAL[self][0]

    @property
    def label(self) -> str:
        """The words of the national status, for the staff."""
        return _NATIONAL[self][1]

    @property
    def citizen_label(self) -> str:
        """The same for the citizen, who wants to know what happens next."""
        return _FOR_CITIZENS[self]

    @property
    def open(self) -> bool:
        """Whether somebody still owes work on it: these are watched for lateness."""
        return self in OPEN_STATES

    @property
    def ended(self) -> bool:
        return self in ENDED_STATES


_NATIONAL: dict[State, tuple[int, str]] = {
    State.SUBMITTED: (1, "Mới đăng ký"),
    State.RECEIVED: (2, "Được tiếp nhận"),
    State.REJECTED: (3, "Không được tiếp nhận"),
    State.PROCESSING: (4, "Đang xử lý"),
    State.SUPPLEMENT_BEFORE: (5, "Yêu cầu bổ sung giấy tờ"),
    State.SUPPLEMENTING: (5, "Yêu cầu bổ sung giấy tờ"),
    State.AWAITING_PAYMENT: (6, "Yêu cầu thực hiện nghĩa vụ tài chính"),
    State.WITHDRAWN: (7, "Công dân yêu cầu rút hồ sơ"),
    State.STOPPED: (8, "Dừng xử lý"),
    State.SETTLED: (9, "Đã xử lý xong"),
    State.RETURNED: (10, "Đã trả kết quả"),
}

_FOR_CITIZENS: dict[State, str] = {
    State.SUBMITTED: "Đã gửi, đang chờ cơ quan kiểm tra",
    State.RECEIVED: "Cơ quan đã nhận hồ sơ",
    State.REJECTED: "Cơ quan không nhận hồ sơ; xem lý do",
    State.PROCESSING: "Đang được giải quyết",
    State.SUPPLEMENT_BEFORE: "Ông/bà cần bổ sung giấy tờ",
    State.SUPPLEMENTING: "Ông/bà cần bổ sung giấy tờ",
    State.AWAITING_PAYMENT: "Ông/bà cần nộp khoản nghĩa vụ tài chính",
    State.WITHDRAWN: "Đã rút theo yêu cầu của ông/bà",
    State.STOPPED: "Đã dừng giải quyết; xem thông báo",
    State.SETTLED: "Đã có kết quả, mời ông/bà đến nhận",
    State.RETURNED: "Đã trả kết quả",
}

OPEN_STATES = frozenset({State.RECEIVED, State.PROCESSING, State.SUPPLEMENTING, State.AWAITING_PAYMENT})
ENDED_STATES = frozenset({State.REJECTED, State.WITHDRAWN, State.STOPPED, State.SETTLED, State.RETURNED})


class Act(StrEnum):
    """What can be done to a dossier; the word of an event."""

    FILE = "file"
    RECEIVE = "receive"
    TAKE_OVER = "take_over"
    REFUSE = "refuse"
    ASK_SUPPLEMENT = "ask_supplement"
    COMPLETE_SUPPLEMENT = "complete_supplement"
    ASSIGN = "assign"
    FORWARD = "forward"
    ASK_OPINION = "ask_opinion"
    GIVE_OPINION = "give_opinion"
    MISS_OPINION = "miss_opinion"
    REQUIRE_PAYMENT = "require_payment"
    SETTLE_PAYMENT = "settle_payment"
    DRAFT_APOLOGY = "draft_apology"
    RETURN_APOLOGY = "return_apology"
    EXTEND = "extend"
    ASK_EXTRA = "ask_extra"
    CONSENT_EXTRA = "consent_extra"
    DECLINE_EXTRA = "decline_extra"
    HAND_OVER = "hand_over"
    PART_TAKE = "part_take"
    PART_SEND_BACK = "part_send_back"
    PART_ASSIGN = "part_assign"
    PART_ANSWER = "part_answer"
    PART_EXCUSE = "part_excuse"
    PART_DROP = "part_drop"
    FINISH = "finish"
    REFUSE_TO_SETTLE = "refuse_to_settle"
    STOP = "stop"
    WITHDRAW = "withdraw"
    RESULT_BACK = "result_back"
    RETURN = "return"
    CORRECT = "correct"
    MEND_FEE = "mend_fee"

    @property
    def label(self) -> str:
        """What the event says in the time line."""
        return _ACT_LABELS[self]


_ACT_LABELS: dict[Act, str] = {
    Act.FILE: "Nộp hồ sơ",
    Act.RECEIVE: "Tiếp nhận, hẹn trả kết quả",
    Act.TAKE_OVER: "Cơ quan có thẩm quyền nhận hồ sơ",
    Act.REFUSE: "Từ chối tiếp nhận",
    Act.ASK_SUPPLEMENT: "Yêu cầu bổ sung, hoàn thiện",
    Act.COMPLETE_SUPPLEMENT: "Nhận đủ giấy tờ bổ sung",
    Act.ASSIGN: "Phân công xử lý",
    Act.FORWARD: "Chuyển bước tiếp theo",
    Act.ASK_OPINION: "Lấy ý kiến",
    Act.GIVE_OPINION: "Trả lời ý kiến",
    Act.MISS_OPINION: "Ghi nhận quá hạn trả lời ý kiến",
    Act.REQUIRE_PAYMENT: "Yêu cầu nghĩa vụ tài chính",
    Act.SETTLE_PAYMENT: "Đã thực hiện nghĩa vụ tài chính",
    Act.DRAFT_APOLOGY: "Soạn văn bản xin lỗi, trình ký",
    Act.RETURN_APOLOGY: "Trả lại văn bản xin lỗi để soạn lại",
    Act.EXTEND: "Xin lỗi và hẹn lại ngày trả",
    Act.ASK_EXTRA: "Xin ý kiến yêu cầu thêm giấy tờ",
    Act.CONSENT_EXTRA: "Đồng ý yêu cầu thêm giấy tờ",
    Act.DECLINE_EXTRA: "Không đồng ý yêu cầu thêm giấy tờ",
    Act.HAND_OVER: "Chuyển hồ sơ cho cơ quan tham gia",
    Act.PART_TAKE: "Cơ quan tham gia nhận hồ sơ",
    Act.PART_SEND_BACK: "Cơ quan tham gia trả lại",
    Act.PART_ASSIGN: "Giao người làm trong cơ quan tham gia",
    Act.PART_ANSWER: "Cơ quan tham gia xong phần việc",
    Act.PART_EXCUSE: "Ghi nhận cơ quan tham gia quá hạn",
    Act.PART_DROP: "Bỏ phần việc của cơ quan tham gia",
    Act.FINISH: "Giải quyết xong",
    Act.REFUSE_TO_SETTLE: "Từ chối giải quyết",
    Act.STOP: "Dừng giải quyết",
    Act.WITHDRAW: "Công dân rút hồ sơ",
    Act.RESULT_BACK: "Kết quả về đến nơi tiếp nhận",
    Act.RETURN: "Trả kết quả",
    Act.CORRECT: "Sửa thông tin tiếp nhận",
    Act.MEND_FEE: "Sửa phí đã tính",
}


class Channel(StrEnum):
    """How a dossier came in."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"
    KIOSK = "kiosk"
    MOBILE = "mobile"

    @property
    def label(self) -> str:
        return {
            "counter": "Trực tiếp",
            "online": "Trực tuyến",
            "post": "Bưu chính",
            "kiosk": "Ki-ốt",
            "mobile": "Lưu động",
        }[self.value]


class Outcome(StrEnum):
    """How settling ended."""

    GRANTED = "granted"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"granted": "Có kết quả", "refused": "Từ chối giải quyết"}[self.value]


def standing(state: State, outcome: str) -> str:
    """The words of a state for the staff; how it was settled where it was refused: handing a refusal over is not
    handing over a result."""
    if outcome != Outcome.REFUSED.value:
        return state.label
    return {
        State.SETTLED: "Đã xử lý xong: từ chối giải quyết",
        State.RETURNED: "Đã trả thông báo từ chối giải quyết",
    }.get(state, state.label)


class DelayCause(StrEnum):
    """Why a dossier is late: what the apology, the explanation and the public look-up name. No personal words."""

    OPINION = "opinion"
    VERIFYING = "verifying"
    SUPERIOR = "superior"
    COMPLEX = "complex"
    UNDERSTAFFED = "understaffed"
    SYSTEM = "system"
    SLOW = "slow"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "opinion": "Chờ ý kiến của cơ quan phối hợp",
            "verifying": "Phải xác minh, kiểm tra thực địa",
            "superior": "Chờ cơ quan cấp trên giải quyết",
            "complex": "Hồ sơ phức tạp, nhiều nội dung phải thẩm định",
            "understaffed": "Thiếu người xử lý",
            "system": "Sự cố hệ thống, đường truyền",
            "slow": "Xử lý chậm ở một bước",
            "other": "Lý do khác",
        }[self.value]


class ApologyState(StrEnum):
    """Where an apology letter stands."""

    DRAFTED = "drafted"
    RETURNED = "returned"
    SIGNED = "signed"

    @property
    def label(self) -> str:
        return {"drafted": "Chờ lãnh đạo ký", "returned": "Trả lại soạn lại", "signed": "Đã ký"}[self.value]


class ExtraState(StrEnum):
    """Where a request for a paper outside the published components stands."""

    REQUESTED = "requested"
    CONSENTED = "consented"
    DECLINED = "declined"
    ATTEMPTED = "attempted"

    @property
    def label(self) -> str:
        return {
            "requested": "Chờ lãnh đạo",
            "consented": "Lãnh đạo đồng ý",
            "declined": "Không đồng ý",
            "attempted": "Yêu cầu khi chưa được đồng ý",
        }[self.value]


class Timeliness(StrEnum):
    """The end of processing against the due date (one_stop 6.5): the three words of the control slip."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"

    @property
    def label(self) -> str:
        return {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn"}[self.value]


class IdentityHelpKind(StrEnum):
    """What somebody was helped with at the desk about the electronic identity account."""

    OPENED = "opened"
    ACTIVATED = "activated"
    GUIDED = "guided"

    @property
    def label(self) -> str:
        return {"opened": "Mở tài khoản", "activated": "Kích hoạt", "guided": "Hướng dẫn dùng"}[self.value]
