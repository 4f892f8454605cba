import random
import subprocess
import sys

import pytest

from batch.pages import STORY
from cleanpage.batch.duplicates import Seen, fingerprint
from cleanpage.batch.rows import Twin

WORDS = random.Random(1).choices([f"word{i}" for i in range(5000)], k=600)
TEXT = " ".join(WORDS)


def changed(words: int) -> str:
    """The text with so many words at its end replaced."""
    return " ".join([*WORDS[: len(WORDS) - words], *(f"new{i}" for i in range(words))])


@pytest.fixture
def seen(tmp_path):
    return Seen(tmp_path / "seen.part")


def test_an_equal_text_is_an_exact_duplicate(seen):
    seen.add("a", fingerprint(TEXT))
    assert seen.twin(fingerprint(TEXT)) == Twin("a", 1.0, True)


@pytest.mark.parametrize("text", [TEXT.upper(), TEXT.replace(" ", "\n"), TEXT + "!"])
def test_another_case_or_spacing_is_a_near_duplicate_of_all_words(seen, text):
    seen.add("a", fingerprint(TEXT))
    assert seen.twin(fingerprint(text)) == Twin("a", 1.0, False)


@pytest.mark.parametrize("words", [1, 10, 20, 30])
def test_a_text_that_shares_most_of_its_words_is_a_near_duplicate(seen, words):
    seen.add("a", fingerprint(TEXT))
    twin = seen.twin(fingerprint(changed(words)))
    shared = (598 - words) / (598 + words)
    assert twin.of == "a"
    assert not twin.exact
    assert abs(twin.similarity - shared) < 0.06


@pytest.mark.parametrize("text", [changed(150), changed(300), " ".join(reversed(WORDS)), *STORY, "word", "新聞"])
def test_another_text_has_no_twin(seen, text):
    seen.add("a", fingerprint(TEXT))
    assert seen.twin(fingerprint(text)) is None


@pytest.mark.parametrize("text", ["", " \n", "...", "—"])
def test_a_text_without_words_is_nobody_s_duplicate(text):
    assert fingerprint(text) is None


@pytest.mark.parametrize("text", ["one", "one two", "新", "雨が降った。"])
def test_short_texts_are_compared_as_a_whole(seen, text):
    seen.add("a", fingerprint(text))
    assert seen.twin(fingerprint(text)) == Twin("a", 1.0, True)
    assert seen.twin(fingerprint(f"{text} three four")) is None


def test_the_most_alike_is_the_twin_and_the_earliest_of_several(seen):
    for id, text in (("a", changed(30)), ("b", changed(10)), ("c", changed(10))):
        seen.add(id, fingerprint(text))
    assert seen.twin(fingerprint(changed(10))) == Twin("b", 1.0, True)
    assert seen.twin(fingerprint(changed(11))).of == "b"


def test_what_was_seen_is_known_after_a_restart_as_far_as_it_was_synced(tmp_path):
    before = Seen(tmp_path / "seen.part")
    before.add("é\ud83d", fingerprint(TEXT))
    length = before.sync()
    before.add("lost", fingerprint(STORY[0]))
    before.close()
    after = Seen(tmp_path / "seen.part", length)
    assert after.twin(fingerprint(STORY[0])) is None
    assert after.twin(fingerprint(TEXT)) == Twin("é?", 1.0, True)
    after.add("b", fingerprint(STORY[0]))
    assert after.twin(fingerprint(STORY[0])).of == "b"


def test_half_a_pair_in_a_text_does_no_harm(seen):
    seen.add("a", fingerprint("half a pair \ud83d here"))
    assert seen.twin(fingerprint("half a pair \ud83d here")).exact


def test_without_rensa_the_extra_is_named():

    code = "import sys; sys.modules['rensa'] = None; import cleanpage.batch.duplicates"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "MissingExtra: rensa is not installed; pip install 'cleanpage[dedupe]'" in ended.stderr
