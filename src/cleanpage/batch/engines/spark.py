"""Spark: a frame of pages in, a frame of rows out.

The executors import cleanpage: it has to be installed for the Python that `PYSPARK_PYTHON` names there.
"""

from functools import partial

from cleanpage.batch.pool import Limits
from cleanpage.batch.run import LIMITS
from cleanpage.errors import MissingExtra

try:
    import pyarrow  # noqa: F401  (cleanpage.batch.arrow would name another extra)
    from pyspark.sql import DataFrame
    from pyspark.sql.pandas.types import from_arrow_schema

    from cleanpage.batch.arrow import OUTCOME, clean_batches
except ModuleNotFoundError as error:
    raise MissingExtra.of(error, "spark") from error


def cleaned(frame: DataFrame, *, limits: Limits = LIMITS) -> DataFrame:
    """A row of `arrow.OUTCOME` for every row of a frame that has the columns which `arrow.clean_batch` reads.

    Lazy, as Spark is: with other columns the job fails, and says why. Every Spark task has a worker process of its own, which a page may
    end without ending the task.
    """
    return frame.mapInArrow(partial(clean_batches, limits=limits), from_arrow_schema(OUTCOME))
