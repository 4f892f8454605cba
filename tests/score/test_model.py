"""The packaged scorers: what they are fitted on, and that a prior is one."""

import numpy as np
import pytest

from cleanpage.errors import BadData
from cleanpage.resources import toml
from cleanpage.score import model
from cleanpage.score.features import names
from cleanpage.segment import html, text

PROSE = "The council met on Tuesday and voted, after two hours of debate, to close the old bridge for repairs."


@pytest.mark.parametrize("syntax", ["html", "text"])
def test_the_weights_say_what_they_were_fitted_on(syntax: str) -> None:
    described = toml(f"scorer-{syntax}.toml")
    assert tuple(described["features"]) == names(syntax)
    assert {"corpora", "date", "seed", "scores", "pages", "outlets", "read"} <= described.keys()


@pytest.mark.parametrize("segment", [html.segment, text.segment])
@pytest.mark.parametrize("page", ["", "One", f"Home\n\n{PROSE}\n\n{PROSE} Again."])
def test_a_prior_is_a_distribution_over_roles(segment, page: str) -> None:  # type: ignore[no-untyped-def]
    document = segment(page, None)
    prior = model.load(document.syntax).prior(document)
    assert prior.shape == (len(document), len(model.ROLES))
    assert np.allclose(np.exp(prior).sum(1), 1, atol=1e-3)


def test_weights_of_other_features_are_refused() -> None:
    described = {"features": list(names("html"))[1:], "roles": list(model.ROLES)}
    with pytest.raises(BadData, match=r"scorer-x\.toml: features: .* refit with tools/fit_scorer\.py"):
        model.check(described, "html", "scorer-x")


def test_weights_of_other_roles_are_refused() -> None:
    described = {"features": list(names("text")), "roles": ["body"]}
    with pytest.raises(BadData, match=r"scorer-x\.toml: roles: "):
        model.check(described, "text", "scorer-x")


def test_both_weights_together_stay_small() -> None:
    from cleanpage.resources import binary

    assert sum(len(binary(f"scorer-{syntax}.npz")) for syntax in ("html", "text")) <= 5_000_000


def test_words_count_as_their_table_says_and_long_unknown_ones_are_read_by_their_parts() -> None:
    table = np.array([[0, 0], [6, 2], [1, 1], [5, 1]], np.float32)  # vectors 3, 1 and 5; "rain" counts twice
    lexicon = model.Lexicon({"rain": 1, "^gewin": 2, "$spiel": 3}, table, np.array([0]))
    found = lexicon.means(
        [("rain", "gewinnspiel"), ("gewinnspiel",), ("beispiel", "spiel", "spiel 2026"), ("rain",), ("snow", "weather"), ()]
    )
    assert found[:, 0].tolist() == [3, 3, 5, 3, 0, 0, 0]
