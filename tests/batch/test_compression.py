import bz2
import gzip
import io

import pytest

from cleanpage.batch.compression import ENDINGS, bare, unpacked, zstd
from cleanpage.errors import BadRecord

PACKED = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".zst": lambda content: zstd().compress(content)}
CONTENT = bytes(range(256)) * 40


def test_every_ending_is_tested():
    assert set(PACKED) == set(ENDINGS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_content_comes_back(ending):
    for name in (f"a.html{ending}", f"A.HTML{ending.upper()}"):
        with unpacked(io.BytesIO(PACKED[ending](CONTENT)), name) as file:
            assert file.read() == CONTENT


@pytest.mark.parametrize("ending", ENDINGS)
def test_files_packed_one_behind_the_other_are_one(ending):
    with unpacked(io.BytesIO(PACKED[ending](b"one\n") + PACKED[ending](b"two\n")), f"a{ending}") as file:
        assert file.readlines() == [b"one\n", b"two\n"]


@pytest.mark.parametrize("ending", [ending for ending in ENDINGS if ending])
@pytest.mark.parametrize("damage", [lambda packed: packed[:-5], lambda packed: packed[: len(packed) // 2], lambda packed: b"<html>" * 20])
def test_damage_is_named(ending, damage):
    with pytest.raises(BadRecord, match=r"a\.html.* is cut off or damaged"), unpacked(
        io.BytesIO(damage(PACKED[ending](CONTENT))), f"a.html{ending}"
    ) as file:
        file.read()


@pytest.mark.parametrize("ending", [ending for ending in ENDINGS if ending])
def test_a_bomb_is_read_only_as_far_as_asked(ending):
    bomb = PACKED[ending](bytes(100_000_000))
    assert len(bomb) < 200_000
    with unpacked(io.BytesIO(bomb), f"a{ending}") as file:
        assert len(file.read(1000)) == 1000


def test_an_error_of_the_disk_stays_one(tmp_path):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"), unpacked(Broken(), "a.bz2") as file:
        file.read()


@pytest.mark.parametrize(
    "name, expected", [("a.html.gz", "a.html"), ("a.GZ", "a"), ("a.html", "a.html"), ("gz", "gz"), ("b.d/a.zst", "b.d/a")]
)
def test_bare_names(name, expected):
    assert bare(name) == expected
