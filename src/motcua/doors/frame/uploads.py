"""Files sent with a form: streamed, and stopped before they fill the disk."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from motcua.kernel.phrases import Phrase
from motcua.kernel.refusals import Refused

_MEGABYTE = 1024 * 1024


def most_bytes() -> int:
    """The largest file that is kept, in bytes (setting BLOB_MAX_BYTES)."""
    return int(getattr(settings, "BLOB_MAX_BYTES", 200 * _MEGABYTE))


def too_large(name: str) -> str:
    """What to do about a file that is too large."""
    return Phrase(
        "Tệp «{name}» lớn hơn {most} MB nên không nhận. "
        "Quét ở độ phân giải thấp hơn (200–300 dpi) hoặc tách thành nhiều tệp.",
        name=name,
        most=most_bytes() // _MEGABYTE,
    )


class TooLarge(UploadedFile):  # type: ignore[type-arg]
    """Stands where a file would be that was too large: it has a name and a size, and refuses to be read."""

    def read(self, *args: Any, **kwargs: Any) -> bytes:
        """Raises Refused (field `file`) saying how large a file may be."""
        raise Refused(self.message, field="file", code="file_too_large")

    def chunks(self, chunk_size: int | None = None) -> Any:
        """Raises Refused like `read`."""
        return iter([self.read()])

    @property
    def message(self) -> str:
        """What to do about it."""
        return too_large(self.name or "")


class LimitedUploads(FileUploadHandler):
    """Counts what arrives, the files of one request together; beyond the limit nothing more is kept.

    First among FILE_UPLOAD_HANDLERS: what it keeps from the others is read from the network and dropped.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._in_all = 0
        self._over = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self._over = False
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The piece goes on to the next handler, or nowhere once there is too much."""
        self._size += len(raw_data)
        if self._over:
            return None
        if self._size > most_bytes() or self._in_all + self._size > 2 * most_bytes():
            self._over = True
            self._give_back()
            return None
        return raw_data

    def _give_back(self) -> None:
        """What the other handlers had begun to keep of this file goes at once."""
        for handler in getattr(self.request, "upload_handlers", ()):
            if handler is not self and getattr(handler, "file", None) is not None:
                handler.file.close()

    def file_complete(self, file_size: int) -> TooLarge | None:
        """Instead of the file, what says that it was too large; None leaves it to the next handler."""
        if not self._over:
            self._in_all += self._size
            return None
        return TooLarge(BytesIO(), self.file_name, self.content_type, self._size, self.charset)
