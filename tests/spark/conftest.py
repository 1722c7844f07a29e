"""Spark is asked for by name (`make test-spark` says where it lives); without, these tests are no part of the run."""

import os

collect_ignore = [] if os.environ.get("SPARK_PACKAGES") else ["test_spark.py"]
