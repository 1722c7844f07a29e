"""One row for each content ever stored; the bytes themselves lie in Django's default storage."""

from django.db import models

from motcua.blobs.enums import BLOB_STATE_CHOICES, BlobState


class Blob(models.Model):
    """Bytes named by their SHA-256: equal contents are one blob, whatever their papers are called."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField(help_text="byte")
    mime = models.CharField(max_length=100, help_text="theo nội dung, không theo tên tệp")
    state = models.CharField(max_length=8, choices=BLOB_STATE_CHOICES, default=BlobState.SOUND.value)
    created_at = models.DateTimeField()
    last_verified_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_verified_at"], name="blobs_blob_verified")]

    @property
    def storage_name(self) -> str:
        """Where the bytes lie: two levels of folders, so that none grows too large to list."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"
