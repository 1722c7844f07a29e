"""Words the indicator sets use for their rules, their proof and the origin of a value."""

from enum import StrEnum


class ZeroRule(StrEnum):
    """What a criterion is worth when its denominator is 0."""

    NULL = "null"
    ZERO = "zero"
    FULL = "full"

    @property
    def label(self) -> str:
        """For the reader of a score."""
        return _ZERO_LABELS[self]


_ZERO_LABELS = {
    ZeroRule.NULL: "không phát sinh: để trống, cộng 0 điểm vào nhóm",
    ZeroRule.ZERO: "không phát sinh: 0 điểm",
    ZeroRule.FULL: "không phát sinh: đủ điểm",
}


class Grade(StrEnum):
    """How well a rule is proven; anything but `law` may be contested and changed by an entry of data."""

    LAW = "L"
    PORTAL = "P"
    WORKING_PAPER = "W"
    PRACTICE = "S"
    INFERENCE = "I"
    UNVERIFIED = "U"

    @property
    def label(self) -> str:
        """For the reader who asks where a rule comes from."""
        return _GRADE_LABELS[self]


_GRADE_LABELS = {
    Grade.LAW: "văn bản quy phạm hoặc bản tóm tắt của cơ quan nhà nước",
    Grade.PORTAL: "số liệu chính thức của Cổng Dịch vụ công quốc gia",
    Grade.WORKING_PAPER: "tài liệu làm việc không ký, không số",
    Grade.PRACTICE: "thông lệ của hệ thống đang chạy",
    Grade.INFERENCE: "suy ra, tính lại từ số liệu chính thức",
    Grade.UNVERIFIED: "chưa kiểm chứng",
}


class CriterionState(StrEnum):
    """How a criterion of a score came to its points. «Not counted» and «0/0» are different facts."""

    SCORED = "scored"
    ZERO_DENOMINATOR = "zero_denominator"
    CONSTANT = "constant"
    NOT_COUNTED = "not_counted"

    @property
    def label(self) -> str:
        """For the reader of a score."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    CriterionState.SCORED: "đã đo",
    CriterionState.ZERO_DENOMINATOR: "không phát sinh (0/0)",
    CriterionState.CONSTANT: "hằng số",
    CriterionState.NOT_COUNTED: "chưa đo",
}


class SetKind(StrEnum):
    """How a set that an administrator made comes to its points."""

    SCORED = "scored"
    ASSESSED = "assessed"

    @property
    def label(self) -> str:
        """For staff."""
        return _SET_LABELS[self]


_SET_LABELS = {
    SetKind.SCORED: "Hệ thống chấm từ hồ sơ",
    SetKind.ASSESSED: "Tự chấm, cấp trên thẩm định",
}


class Provenance(StrEnum):
    """Where a stored value comes from. Our estimate and the portal's score never replace each other."""

    MEASURED = "measured"
    ENTERED = "entered"
    PUBLISHED = "published"
    SELF = "self"
    APPRAISED = "appraised"

    @property
    def label(self) -> str:
        """For staff."""
        return _PROVENANCE_LABELS[self]


_PROVENANCE_LABELS = {
    Provenance.MEASURED: "Hệ thống đo từ hồ sơ",
    Provenance.ENTERED: "Cán bộ nhập, có minh chứng",
    Provenance.PUBLISHED: "Điểm Cổng Dịch vụ công quốc gia công bố",
    Provenance.SELF: "Cơ quan tự chấm",
    Provenance.APPRAISED: "Cấp trên thẩm định",
}
