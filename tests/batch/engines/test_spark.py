import os
import shutil
import sys

import pyarrow.parquet as pq
import pytest

from batch.engines.equal import example, lines, local, parquet_of_pages
from cleanpage.batch.pool import Limits

pytest.importorskip("pyspark", reason="needs pip install 'cleanpage[spark]'")
if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
    pytest.skip("Spark needs Java, and there is none", allow_module_level=True)

from pyspark.errors import PythonException
from pyspark.sql import SparkSession

from cleanpage.batch.engines.spark import cleaned


@pytest.fixture(scope="module")
def spark():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    yield session
    session.stop()


def test_the_rows_are_the_local_engines(spark, tmp_path):
    folder = parquet_of_pages(tmp_path)
    example("Spark", tmp_path)
    assert lines(pq.read_table(tmp_path / "articles").to_pylist()) == local(folder, tmp_path / "out")


def test_a_page_that_takes_too_long_costs_its_row_only(spark):
    endless = "<p>x</p>" * 2_000_000
    frame = spark.createDataFrame([("a", "<p>x"), ("b", endless), ("c", "<p>x")], "id string, html string").coalesce(1)
    rows = cleaned(frame, limits=Limits(timeout_s=8.0)).toArrow().to_pylist()
    assert sorted((row["id"], row["error"]) for row in rows) == [("a", None), ("b", "TimeoutError"), ("c", None)]


def test_wrong_columns_are_named(spark):
    with pytest.raises(PythonException, match="no column html or text among id, page"):
        cleaned(spark.createDataFrame([("a", "<p>x")], "id string, page string")).collect()
