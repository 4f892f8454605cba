"""datatrove: a step for a pipeline, between a reader of HTML and what works on text."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import nullcontext

from cleanpage.batch.page import Record
from cleanpage.batch.pool import Limits, map_pages
from cleanpage.batch.rows import Row, failure_row, page_row
from cleanpage.batch.run import LIMITS
from cleanpage.errors import MissingExtra
from cleanpage.model import Failure

try:
    from datatrove.data import Document
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.extractors.base import BaseExtractor
    from datatrove.pipeline.writers.disk_base import DiskWriter
    from datatrove.utils.typeshelper import StatHints
except ModuleNotFoundError as error:
    raise MissingExtra.of(error, "datatrove") from error


class Cleanpage(PipelineStep):  # type: ignore[misc]  # datatrove has no types
    """Puts the article's text in the place of a document's HTML, and the rest of its row into `metadata["cleanpage"]`.

    The page's address is `metadata["url"]`, where the readers put it. datatrove's own extractors are given the text alone and return the
    text alone, so this is a step beside them. Like them it does not forward a document without text: `exclusion_writer` gets it, a page
    that failed as it came, with the row of its failure.
    """

    type = BaseExtractor.type
    name = "🧹 cleanpage"

    def __init__(self, *, limits: Limits = LIMITS, exclusion_writer: DiskWriter | None = None) -> None:
        super().__init__()
        self.limits = limits
        self.exclusion_writer = exclusion_writer

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """The documents that have an article, in order; up to 1,000 are read ahead."""
        with self.exclusion_writer or nullcontext() as excluded:
            for document in self._labelled(data):
                self.stat_update(StatHints.total)
                if "error" not in document.metadata["cleanpage"] and document.text:
                    self.stat_update(StatHints.forwarded)
                    self.update_doc_stats(document)
                    yield document
                    continue
                self.stat_update(StatHints.dropped, f"dropped_{document.metadata['cleanpage'].get('error', 'empty')}")
                if excluded:
                    excluded.write(document, rank)

    def _labelled(self, data: Iterable[Document]) -> Iterator[Document]:
        """Every document with its outcome in it."""
        ahead: deque[Document] = deque()
        outcomes = map_pages(page_row, _pages(data, ahead), jobs=1, limits=self.limits)
        while True:
            with self.track_time():
                outcome = next(outcomes, None)
            if outcome is None:
                return
            yield _with(ahead.popleft(), outcome)


def _pages(documents: Iterable[Document], ahead: deque[Document]) -> Iterator[tuple[str, Record]]:
    for document in documents:
        ahead.append(document)
        yield document.id, Record(document.text, document.metadata.get("url"))


def _with(document: Document, outcome: Row | Failure) -> Document:
    row = failure_row(outcome) if isinstance(outcome, Failure) else outcome
    document.text = row.get("text", document.text)
    document.metadata["cleanpage"] = {name: value for name, value in row.items() if name not in ("id", "text")}
    return document
