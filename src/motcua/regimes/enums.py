"""Words of the law rows that code compares with."""

from enum import StrEnum


class Grade(StrEnum):
    """How sure a row is; shown beside every rule and setting."""

    LAW = "L"
    REPORTED = "L2"
    PRACTICE = "S"
    DESIGN = "D"
    UNVERIFIED = "U"
    PLAN = "P"
    LOCAL = "A"

    @property
    def label(self) -> str:
        """The grade as people read it."""
        return {
            "L": "văn bản luật",
            "L2": "theo nguồn tin về văn bản luật",
            "S": "theo hệ thống đang chạy",
            "D": "lựa chọn của phần mềm",
            "U": "chưa kiểm chứng",
            "P": "theo kế hoạch của địa phương",
            "A": "do quản trị đặt",
        }[self.value]


class Regime(StrEnum):
    """The two families of rules."""

    R2018 = "2018"
    R2025 = "2025"

    @property
    def label(self) -> str:
        """The family as people read it."""
        return {
            "2018": "Nghị định 61/2018/NĐ-CP (ba cấp chính quyền)",
            "2025": "Nghị định 118/2025/NĐ-CP (hai cấp chính quyền)",
        }[self.value]
