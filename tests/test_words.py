import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpage.words import fold, fold_all, joined, name_words, name_words_all, words, words_all

SAME = [
    ("Don’t miss it", "don't miss it"),
    ("Don`t", "Donʼt"),
    ("Don´t", "Don‘t"),
    ("“Read more”", '"read more"'),
    ("«Читать»", '"читать"'),
    ("「関連記事」", '"関連記事"'),
    ("e‑mail", "e-mail"),
    ("2019 – 2024", "2019 — 2024"),
    ("  Read\t\nmore ", "read more"),
    ("Read\u00a0more\u3000here", "read more here"),
    ("News\u00adletter", "newsletter"),
    ("می\u200cخواهم", "میخواهم"),
    ("\ufeffHome\u200b", "home"),
    ("ﬁnd ｆｕｌｌ ½", "find full 1⁄2"),
    ("STRASSE", "Straße"),
    ("İLGİLİ HABERLER", "ilgili haberler"),
    ("KAYIT OL", "kayıt ol"),
    ("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", "Διαβάστε επίσης"),
    ("Ещё", "ЕЩЕ"),
    ("e\u0301te\u0301", "été"),
]

CUT = [
    ("", []),
    (" \n—!? ", []),
    ("One word, two.", ["One", "word", "two"]),
    ("don't", ["don't"]),
    ("Don’t ’ask’", ["Don’t", "ask"]),
    ("'quoted' dogs' rock'n'roll", ["quoted", "dogs", "rock'n'roll"]),
    ("e-mail snake_case", ["e", "mail", "snake", "case"]),
    ("3.5 million in 2024", ["3", "5", "million", "in", "2024"]),
    ("Größe naïve Œuvre", ["Größe", "naïve", "Œuvre"]),
    ("Новый мост — №5", ["Новый", "мост", "5"]),
    ("हिन्दी में समाचार।", ["हिन्दी", "में", "समाचार"]),
    ("e\u0301te\u0301 ici", ["e\u0301te\u0301", "ici"]),
    ("שָׁלוֹם עולם", ["שָׁלוֹם", "עולם"]),
    ("خبر جديد؟", ["خبر", "جديد"]),
    ("한국어 뉴스", ["한국어", "뉴스"]),
    ("新聞2024年", ["新", "聞", "2024", "年"]),
    ("私はニュースを読む。", ["私", "は", "ニュース", "を", "読", "む"]),
    ("ข่าววันนี้", ["ข่", "า", "ว", "วั", "น", "นี้"]),
    ("ຂ່າວ", ["ຂ່", "າ", "ວ"]),
    ("ព័ត៌មាន", ["ព័", "ត៌", "មា", "ន"]),
    ("သတင်း", ["သ", "တ", "င်း"]),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_fold_makes_spellings_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("read", "reads"), ("résumé", "resume"), ("e-mail", "email"), ("नई", "न")])
def test_fold_keeps_different_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("left", "right"), [("new", "s"), ("पढ", "़"), ("की", "मत"), ("ก", "่"), ("no", "1"), ("뉴", "스")])
def test_joined_inside_a_word(left: str, right: str) -> None:
    assert joined(left + right, len(left))


@pytest.mark.parametrize(
    ("left", "right"), [("", "news"), ("news", ""), ("news", " "), (".", "n"), ("l'", "été"), ("新", "聞"), ("a", "新")]
)
def test_not_joined_between_words(left: str, right: str) -> None:
    assert not joined(left + right, len(left))


@pytest.mark.parametrize(("text", "cut"), CUT)
def test_words(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_combining_marks_alone_are_no_word() -> None:
    assert words("\u0301 \u093f") == []


@given(st.lists(st.text()))
def test_texts_fold_together_as_each_does_alone(texts: list[str]) -> None:
    assert fold_all(texts) == list(map(fold, texts))


TEXTS = st.text() | st.text(st.sampled_from("aZ5 'éßЯёωא한ك-–_?।…°\n新"))


@given(st.lists(TEXTS))
def test_texts_are_cut_together_as_each_is_alone(texts: list[str]) -> None:
    assert words_all(texts) == list(map(words, texts))


@given(TEXTS)
def test_a_plain_text_is_cut_like_any_other(text: str) -> None:
    assert words(text) == words(text + " 新")[:-1]


@given(st.text())
def test_any_text_folds_and_is_cut(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert all(word and word in folded for word in words(folded))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("articleBody main-text_2", ("article", "body", "main", "text")),
        ("HTMLBlock css-1x2y3z", ("html", "block", "css")),
        ("nav nav role=navigation", ("nav", "role=navigation")),
        ("itemprop=articleBody", ("itemprop=articlebody",)),
        ("A-Big-Box", ("big", "box")),
        ("Donaudampfschifffahrtsgesellschaft-box", ("box",)),
        ("", ()),
        ("été-2024", ("été",)),
    ],
)
def test_names_are_cut_where_their_writer_joined_words(written: str, expected: tuple[str, ...]) -> None:
    assert name_words(written) == expected


@given(st.lists(st.text(st.sampled_from("aBcé2-= "))))
def test_names_are_cut_together_as_each_is_alone(written: list[str]) -> None:
    assert name_words_all(written) == {names: name_words(names) for names in written}
