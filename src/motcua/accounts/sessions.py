"""Sessions in the database, read with a statement written once: somebody signed in asks for theirs at every request."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseStore):
    """Django's own, but for the reading."""

    @classmethod
    def get_model_class(cls):  # type: ignore[no-untyped-def]
        """The table is Django's."""
        return DatabaseStore.get_model_class()

    def load(self) -> dict[str, object]:
        """What the session holds; empty, and the key forgotten, when there is none or it has run out."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, now])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return dict(self.decode(found[0]))
