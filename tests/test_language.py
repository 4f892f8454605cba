"""The language of an article: told from its words, where there are enough."""

import subprocess
import sys

import pytest
from build import document

from cleanpage.errors import UnknownName
from cleanpage.language import check, detected, language
from cleanpage.model import Article, Metadata, Role, Verdict

TEXTS = {
    "en": "The council met on Tuesday and voted, after two hours of debate, to close the old bridge for repairs.",
    "de": "Der Rat hat am Dienstag nach zwei Stunden Debatte beschlossen, die alte Brücke für Reparaturen zu schließen.",
    "fr": "Le conseil s'est réuni mardi et a voté, après deux heures de débat, la fermeture du vieux pont pour travaux.",
    "es": "El consejo se reunió el martes y votó, tras dos horas de debate, cerrar el viejo puente para repararlo.",
    "pt": "O conselho reuniu-se na terça-feira e votou, após duas horas de debate, fechar a velha ponte para reparações.",
    "pl": "Rada spotkała się we wtorek i po dwóch godzinach debaty zagłosowała za zamknięciem starego mostu do remontu.",
    "ru": "Совет собрался во вторник и после двух часов обсуждения проголосовал за закрытие старого моста на ремонт.",
    "uk": "Рада зібралася у вівторок і після двох годин обговорення проголосувала за закриття старого мосту на ремонт.",
    "tr": "Meclis salı günü toplandı ve iki saatlik tartışmanın ardından eski köprünün onarım için kapatılmasına karar verdi.",
    "ar": "اجتمع المجلس يوم الثلاثاء وصوت بعد ساعتين من النقاش على إغلاق الجسر القديم من أجل الترميم.",
    "zh": "市议会星期二开会，经过两个小时的辩论，投票决定关闭旧桥进行维修，工程预计将持续十一个月。",
    "ja": "市議会は火曜日に開かれ、二時間の討論の末、古い橋を修理のために閉鎖することを決めました。",
    "ko": "시의회는 화요일에 회의를 열어 두 시간의 토론 끝에 오래된 다리를 수리를 위해 폐쇄하기로 결정했다.",
}


def article(text: str, stated: str = "") -> Article:
    return Article(document(text), (Verdict(Role.BODY, 1.0, ()),), reader=lambda _: Metadata(language=stated))


@pytest.mark.parametrize("tag", TEXTS)
def test_the_words_tell_the_language(tag: str) -> None:
    assert detected(TEXTS[tag]) == tag


def test_a_wrong_statement_is_overruled_by_the_words() -> None:
    assert language(article(TEXTS["de"], "en-US")) == "de"


def test_a_short_text_is_what_the_page_states() -> None:
    assert language(article("Brücke zu", "de-AT")) == "de"
    assert language(article("Brücke zu")) == ""


@pytest.mark.parametrize("text", ["", "12345", "— … !?", "🙂" * 100])
def test_a_text_without_letters_has_none(text: str) -> None:
    assert detected(text) == ""


def test_only_tags_that_can_be_told_are_known() -> None:
    check(TEXTS)
    for tag in ("deu", "en-GB", "DE", "", "klingon"):
        with pytest.raises(UnknownName, match=f"language '{tag}'; known: .*de, "):
            check(["en", tag])


def test_a_missing_library_is_an_error_that_names_the_extra() -> None:
    code = (
        "import sys; sys.modules['py3langid'] = None\n"
        "from cleanpage.language import detected\nfrom cleanpage.errors import MissingExtra\n"
        "try: detected('some words')\nexcept MissingExtra as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "py3langid is not installed; pip install 'cleanpage[language]'"
