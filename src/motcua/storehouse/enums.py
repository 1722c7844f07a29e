"""What a paper is, and where it came from."""

from enum import StrEnum


class PaperKind(StrEnum):
    """The part a paper plays."""

    COMPONENT = "component"
    RESULT = "result"
    ATTACHED = "attached"

    @property
    def label(self) -> str:
        """The kind in Vietnamese."""
        return {
            "component": "Thành phần hồ sơ",
            "result": "Kết quả giải quyết",
            "attached": "Giấy tờ kèm theo",
        }[self.value]


class Origin(StrEnum):
    """How a paper reached the storehouse: who digitises it, and whether anybody was asked for it again."""

    SCANNED_AT_DESK = "scanned_at_desk"
    UPLOADED = "uploaded"
    REUSED = "reused"
    DATABASE = "database"
    ELECTRONIC = "electronic"
    PRODUCED = "produced"

    @property
    def label(self) -> str:
        """The origin in Vietnamese."""
        return {
            "scanned_at_desk": "Bản giấy nhận tại Bộ phận Một cửa",
            "uploaded": "Người nộp tải lên",
            "reused": "Dùng lại từ kho dữ liệu điện tử",
            "database": "Khai thác từ cơ sở dữ liệu",
            "electronic": "Bản điện tử gốc",
            "produced": "Cơ quan giải quyết ban hành",
        }[self.value]

    @property
    def spares_the_citizen(self) -> bool:
        """The paper was not asked for again: taken from the store or from a database."""
        return self in (Origin.REUSED, Origin.DATABASE)
