"""Which articles say what an earlier one of the run has said: exact duplicates, and near ones by MinHash (rensa).

An article is the set of its runs of three words; two are near duplicates if they share four fifths of what either has, as MinHash
estimates it: 128 hashes, in 16 bands of 8 to find candidates. What has been seen lies in a file, a line an article that was kept;
the bands alone are in memory, some 1.5 kB an article.
"""

from array import array
from base64 import b85decode, b85encode
from hashlib import blake2b
from pathlib import Path
from typing import Any

from cleanpage.batch.durable import Log
from cleanpage.batch.lines import line, value
from cleanpage.batch.rows import Twin
from cleanpage.batch.tally import Print
from cleanpage.errors import MissingExtra
from cleanpage.words import fold, words

try:
    from rensa import RMinHash, RMinHashLSH
except ModuleNotFoundError as error:
    raise MissingExtra.of(error, "dedupe") from error

_RUN = 3
_HASHES = 128
_BANDS = 16
_NEAR = 0.8
_SEED = 1


def fingerprint(text: str) -> Print | None:
    """The print of an article's text; None for one without words, which is nobody's duplicate."""
    said = words(fold(text))
    if not said:
        return None
    runs = [" ".join(said[i : i + _RUN]) for i in range(max(1, len(said) - _RUN + 1))]
    near = RMinHash(num_perm=_HASHES, seed=_SEED)
    near.update(runs)
    return Print(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest(), near.__getstate__())


class Seen:
    """The articles that a run has kept, to find those that say the same; they lie in a log, `length` bytes of it when it was synced."""

    def __init__(self, path: Path, length: int = 0) -> None:
        self._log = Log(path, length)
        self._bands = RMinHashLSH(threshold=_NEAR, num_perm=_HASHES, num_bands=_BANDS)
        self._starts = array("Q")
        start = 0
        with path.open("rb") as file:
            for row in file:
                self._bands.insert(len(self._starts), _minhash(_row(row)[1]))
                self._starts.append(start)
                start += len(row)

    def twin(self, print: Print) -> Twin | None:
        """The most alike of the articles that say the same, the earliest of several."""
        new = _minhash(print)
        twins = [self._compared(number, print, new) for number in sorted(self._bands.query(new))]
        best = max(twins, key=lambda twin: (twin.exact, twin.similarity), default=None)
        return best if best and (best.exact or best.similarity >= _NEAR) else None

    def add(self, id: str, print: Print) -> None:
        """Keep an article that has no twin."""
        self._bands.insert(len(self._starts), _minhash(print))
        self._starts.append(self._log.length)
        self._log.write(line({"id": id, "exact": print.exact.hex(), "near": b85encode(print.near).decode()}))

    def sync(self) -> int:
        """Bring the log to the disk; returns its length."""
        return self._log.sync()

    def close(self) -> None:
        self._log.close()

    def _compared(self, number: int, print: Print, new: Any) -> Twin:
        id, old = _row(self._log.line(self._starts[number]))
        return Twin(id, round(new.jaccard(_minhash(old)), 4), old.exact == print.exact)


def _row(row: bytes) -> tuple[str, Print]:
    kept = value(row)
    return kept["id"], Print(bytes.fromhex(kept["exact"]), b85decode(kept["near"]))


def _minhash(print: Print) -> Any:
    minhash = RMinHash(num_perm=_HASHES, seed=_SEED)
    minhash.__setstate__(print.near)
    return minhash
