"""Sessions in the database, read with a statement written once: somebody signed in asks for theirs at every request.

Whose a session is stands inside it, signed. This process remembers whose it was the last time, as a guess: the account
and the marks of what is kept in memory (`datastore.kept`) come in the same journey, read anew each time, and a wrong
guess is thrown away. Nothing of session, account or person is kept.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from motcua.datastore import kept
from motcua.datastore.asking import Question, together

if TYPE_CHECKING:
    from motcua.accounts.models import User

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_MOST_GUESSES = 20_000

# Whose a session was, by the hash Python gives its key in this process; the key itself is a secret.
_guesses: dict[int, int] = {}


class SessionStore(DatabaseStore):
    """Django's own, but for the reading."""

    _along: "User | None" = None

    @classmethod
    def get_model_class(cls):  # type: ignore[no-untyped-def]
        """The table is Django's."""
        return DatabaseStore.get_model_class()

    def load(self) -> dict[str, object]:
        """What the session holds; empty, and the key forgotten, when there is none or it has run out."""
        from motcua.accounts.models import WHO

        now = connection.ops.adapt_datetimefield_value(timezone.now())
        questions: list[Question] = [(_READ, [self.session_key, now])]
        if guess := _guesses.get(hash(self.session_key)):
            questions.append(WHO.question(guess))
        if marks := kept.question():
            questions.append((marks, []))
        found, *more = together(questions)
        self._along = WHO.made(more[0][0]) if guess and more[0] else None
        if marks:
            kept.noted(more[-1])
        if not found:
            self._session_key = None
            return {}
        return dict(self.decode(found[0][0]))

    def owner(self) -> "User | None":
        """Whose session this is, when the guess was right and nothing speaks against it; None: Django is to be asked."""
        if auth.SESSION_KEY not in self:  # reads the session
            return None
        user, self._along = self._along, None
        right = (
            user is not None
            and user.is_active
            and self[auth.SESSION_KEY] == str(user.pk)
            and self.get(auth.BACKEND_SESSION_KEY) == _BACKEND
            and _BACKEND in settings.AUTHENTICATION_BACKENDS
            and constant_time_compare(self.get(auth.HASH_SESSION_KEY, ""), user.get_session_auth_hash())
        )
        return user if right else None

    def guess_next_time(self, user: "User") -> None:
        """Remember whose session this is."""
        if len(_guesses) >= _MOST_GUESSES:
            _guesses.clear()
        _guesses[hash(self.session_key)] = user.pk


class Authentication(AuthenticationMiddleware):
    """Django's own, but for an account that was read along with its session."""

    def process_request(self, request: HttpRequest) -> None:
        """Put `user` on the request, asked for when it is first looked at."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _who(request))  # type: ignore[assignment]


def _who(request: HttpRequest) -> Any:
    session, asked = request.session, request
    if not isinstance(session, SessionStore):
        return auth.get_user(asked)
    user = session.owner()
    if user is None:
        found = auth.get_user(asked)
        if found.is_authenticated and session.session_key:
            session.guess_next_time(found)
        return found
    return user
