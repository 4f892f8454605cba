"""The torch network that is fitted and the numpy one that is shipped compute the same."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the fit needs torch: pip install -e '.[fit]'")

import gold  # noqa: E402
import network  # noqa: E402
from cleanpage.model import Role  # noqa: E402
from cleanpage.score.features import features, names  # noqa: E402
from cleanpage.score.model import KEPT, ROLES, scorer  # noqa: E402
from cleanpage.segment import html  # noqa: E402
from examples import Example  # noqa: E402

PARAGRAPH = "<p class='text-{0}'>It rained in the hills of part {0}, all night, and the river{1}water rose by a metre.</p>"
MENU = "<nav class=menu><a href=/>Home</a></nav><h2>Most read</h2><div class=list><a href=/{0}>Story {0}</a></div>"


def example(number: int) -> Example:
    document = html.segment(MENU.format(number) + PARAGRAPH.format(number, "abcdefghijk"[number] * 3) * number, None)
    page = gold.Page("corpus", str(number), "", f"group {number}", "article", "x", (), (), (), "", Path())
    kept = np.array([tag == "p" for tag in document.tag], np.int8)
    role = np.where(kept == 1, ROLES.index(Role.BODY), ROLES.index(Role.NAVIGATION)).astype(np.int8)
    words = np.array([len(text.split()) for text in document.text], np.float32)
    return Example(page, "html", document.text, features(document), gold.Labels(kept, role, 1.0), words)


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return [example(number) for number in range(1, 9)]


def test_both_networks_say_the_same_of_several_packed_pages(examples: list[Example]) -> None:
    known = network.vocabulary(examples, 50)
    assert "rained" in known.words and "menu" in known.names
    assert {"^river", "$water"} == known.parts.keys() and "riverbbbwater" not in known.words
    keep, role = (network.Network(len(names("html")), known, [], recipe).eval() for recipe in (network.KEEP, network.ROLE))
    items = [network.numbers(e, known) for e in examples]
    with torch.no_grad():
        (kept, said_beside, _), (_, said, _) = (net(network.pack(items, [None] * len(items))) for net in (keep, role))
    words, element_names = (np.frombuffer("\n".join(rows).encode(), np.uint8) for rows in ([*known.words, *known.parts], known.names))
    arrays = {"word_list": words, "name_list": element_names}
    arrays |= network._arrays("keep", keep, slice(None)) | network._arrays("role1", role, slice(1, None))
    shipped = scorer(arrays)
    found = np.vstack([shipped.networks.logits(shipped._page(e.features)) for e in examples])
    expected = torch.hstack([kept[:, None], 0.9 * said + 0.1 * said_beside]).numpy()  # the share of the keep network in roles
    assert np.allclose(found, expected, atol=0.01)  # what is shipped is rounded to 16 bits


def test_a_fit_learns_what_it_is_shown(examples: list[Example], monkeypatch: pytest.MonkeyPatch) -> None:
    short = {"epochs": 30, "blocks_a_batch": 60}
    monkeypatch.setattr(network, "KEEP", network.replace(network.KEEP, **short))
    monkeypatch.setattr(network, "ROLE", network.replace(network.ROLE, **short))
    judge = scorer(network.fit(examples, names("html"), 1, lambda line: None))
    for e in examples:
        prior = judge.log_probabilities(e.features)
        assert ((np.exp(prior[:, KEPT]).sum(1) > 0.5) == (e.labels.keep == 1)).all()


def test_the_same_seed_gives_the_same_weights(examples: list[Example], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "KEEP", network.replace(network.KEEP, epochs=2))
    monkeypatch.setattr(network, "ROLE", network.replace(network.ROLE, epochs=2))
    one, two = (network.fit(examples, names("html"), 7, lambda line: None) for _ in range(2))
    assert one.keys() == two.keys()
    assert all(np.array_equal(one[name], two[name]) for name in one)
