"""What a paper is, and where it came from."""

from enum import StrEnum


class PaperKind(StrEnum):
    """The part a paper plays."""

    COMPONENT = "component"
    RESULT = "result"
    ATTACHED = "attached"
    CERTIFIED = "certified"

    @property
    def label(self) -> str:
        """The kind in Vietnamese."""
        return {
            "component": "Thành phần hồ sơ",
            "result": "Kết quả giải quyết",
            "attached": "Giấy tờ kèm theo",
            "certified": "Bản sao chứng thực điện tử",
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


class KeySource(StrEnum):
    """Where a private key lies."""

    PKCS12 = "pkcs12"
    PKCS11 = "pkcs11"
    REMOTE = "remote"

    @property
    def label(self) -> str:
        """The source in Vietnamese."""
        return {
            "pkcs12": "Tệp khóa (.p12), để dùng thử",
            "pkcs11": "Thiết bị lưu khóa (token, HSM)",
            "remote": "Dịch vụ ký số từ xa",
        }[self.value]


class KeyPurpose(StrEnum):
    """Whose signature a key makes."""

    PERSONAL = "personal"
    SEAL = "seal"

    @property
    def label(self) -> str:
        """The purpose in Vietnamese."""
        return {"personal": "Chữ ký số cá nhân", "seal": "Chữ ký số của cơ quan (con dấu)"}[self.value]


class SigningState(StrEnum):
    """Where one signature that was asked for stands."""

    WAITING = "waiting"
    SIGNING = "signing"
    SIGNED = "signed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return {"waiting": "Chờ ký", "signing": "Đang ký", "signed": "Đã ký", "cancelled": "Thôi ký"}[
            self.value
        ]


class ScanSource(StrEnum):
    """How a file came in to be digitised."""

    UPLOAD = "upload"
    FOLDER = "folder"
    PHOTO = "photo"
    LIST = "list"

    @property
    def label(self) -> str:
        """The source in Vietnamese."""
        return {
            "upload": "Cán bộ tải lên",
            "folder": "Thư mục máy quét",
            "photo": "Ảnh chụp điện thoại",
            "list": "Số hóa kết quả cũ theo danh sách",
        }[self.value]


class ScanState(StrEnum):
    """Where a file that came in stands."""

    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return {
            "preparing": "Đang chuẩn bị",
            "ready": "Đã tách giấy tờ",
            "failed": "Không xử lý được",
            "dropped": "Đã bỏ",
        }[self.value]


class ScannedState(StrEnum):
    """Where one paper cut from a file stands: copy, extract, code and store (TT 01/2023 Điều 7)."""

    TO_SIGN = "to_sign"
    READING = "reading"
    REVIEW = "review"
    KEPT = "kept"
    FAILED = "failed"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return {
            "to_sign": "Chờ ký bản chụp",
            "reading": "Đang bóc tách",
            "review": "Chờ xác nhận",
            "kept": "Đã lưu kho",
            "failed": "Không đọc được",
            "dropped": "Đã bỏ",
        }[self.value]
