"""The same statement on Spark, over the Parquet facts of as many provinces as there are (`pip install motcua[spark]`).

Where Spark runs is its own matter: `spark-submit`, or the variables Spark reads. Without any, on this computer.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from motcua.kernel.refusals import Refused
from motcua.measurement.engines.statement import PeriodRow


def session() -> Any:
    """A Spark session; refuses with the way out where Spark is not installed."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as absent:
        raise Refused(
            "Máy này chưa cài Spark. Cài bằng «pip install -r requirements/spark.txt» và cần Java 17 trở lên.",
            code="no_spark",
        ) from absent
    return (
        SparkSession.builder.appName("motcua measure rebuild")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )


def rows(
    spark: Any, files: Sequence[str], periods: Sequence[PeriodRow], statement: str
) -> Iterator[Sequence[Any]]:
    """The answer, fetched partition by partition."""
    spark.read.parquet(*files).createOrReplaceTempView("facts")
    columns = "p_code string, p_first date, p_last date, p_day date, p_minute bigint"
    given = [(row.code, row.first, row.last, row.day, row.minute) for row in periods]
    spark.createDataFrame(given, columns).createOrReplaceTempView("periods")
    for row in spark.sql(statement).toLocalIterator():
        yield tuple(row)
