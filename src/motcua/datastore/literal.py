"""Constants written into a statement: SQLite uses a partial index only where it reads the same words, not a «?»."""

from typing import Any

from django.db.models import BigAutoField, CharField, Lookup


@CharField.register_lookup
class OneOf(Lookup):
    """`state__one_of=("processing", "received")`: one of our own words, in the order of the index's condition."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """The words themselves. Raises ValueError for what is no plain word."""
        words = [str(word) for word in self.rhs]
        if not words or not all(word.isascii() and word.isidentifier() for word in words):
            raise ValueError("chỉ nhận các từ cố định của chương trình")
        column, params = self.process_lhs(compiler, connection)
        inside = ", ".join(f"'{word}'" for word in words)
        return f"{column} IN ({inside})", params


@BigAutoField.register_lookup
class Above(Lookup):
    """`id__above=0`: larger than a number of ours, in the words of an index's condition."""

    lookup_name = "above"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """The number itself."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} > {int(self.rhs)}", params
