"""Names out of signatures: one a person, without the words around them."""

import pytest

from cleanpage.metadata.names import alone, is_newsroom, is_person, names, signed

SIGNED = [
    ("By Ann Lee", ["Ann Lee"]),
    ("by Ann Lee and Bo Ek, March 18, 2024 2:04 PM, 2 min read", ["Ann Lee", "Bo Ek"]),
    ("BY ANN LEE, STAFF WRITER", ["ANN LEE"]),
    ("Von Ann Lee und Bo Ek", ["Ann Lee", "Bo Ek"]),
    ("Par Ann Lee et Bo Ek", ["Ann Lee", "Bo Ek"]),
    ("Por Ann Lee y Bo Ek", ["Ann Lee", "Bo Ek"]),
    ("Di Ann Lee e Bo Ek", ["Ann Lee", "Bo Ek"]),
    ("Por Ann Lee e Bo Ek", ["Ann Lee", "Bo Ek"]),
    ("Door Ann Lee en Bo Ek", ["Ann Lee", "Bo Ek"]),
    ("Autor: Ann Lee i Bo Ek", ["Ann Lee", "Bo Ek"]),
    ("Автор: Анна Ли и Борис Эк", ["Анна Ли", "Борис Эк"]),
    ("Автор: Анна Лі та Борис Ек", ["Анна Лі", "Борис Ек"]),
    ("Autor: Ann Lee a Bo Ek", ["Ann Lee", "Bo Ek"]),
    ("Ann Lee, Bo Ek, and Cy Fox", ["Ann Lee", "Bo Ek", "Cy Fox"]),
    ("Ann Lee, A J Fox", ["Ann Lee", "A J Fox"]),
    ("Yazan: Ann Lee ve Bo Ek", ["Ann Lee", "Bo Ek"]),
    ("بقلم: آن لي", ["آن لي"]),
    ("文/王小明", ["王小明"]),
    ("記者 王小明", ["王小明"]),
    ("山田太郎 記者", ["山田太郎"]),
    ("김민수 기자", ["김민수"]),
    ("Ann Lee, dpa", ["Ann Lee", "dpa"]),
    ("Reuters", ["Reuters"]),
    ("Ann Lee (text), Bo Ek (photos)", ["Ann Lee", "Bo Ek"]),
    ("Ann Lee | Reporter | @annlee", ["Ann Lee"]),
    ("Ann Lee https://example.com/ann", ["Ann Lee"]),
    ("<a href='/ann'>Ann Lee</a>", ["Ann Lee"]),
    ("Ann O&#39;Lee", ["Ann O'Lee"]),
    ("Ann Lee, Ann Lee", ["Ann Lee"]),
    ("Leonardo Di Maria", ["Leonardo Di Maria"]),
    ("Von Lee", ["Von Lee"]),
    ("Ann Lee, María de los Ángeles Ek Fox", ["Ann Lee", "María de los Ángeles Ek Fox"]),
    ("Center for Bridge Research and Repair", ["Center for Bridge Research and Repair"]),
    ("Lee & Fox", ["Lee & Fox"]),
    ("Lee & 4 more", []),
    ("Former Harbour Consultant", []),
    ("https://www.facebook.com/example", []),
    ("Ann Lee MD, PhD", ["Ann Lee"]),
    ("Jack Ma, Kim Do, MA", ["Jack Ma", "Kim Do"]),
    ("Herbert Read, guest", ["Herbert Read"]),
    ("James Last, updated", ["James Last"]),
    ("jd", ["jd"]),
    ("Ann Updated", ["Ann"]),
    ("Contributors to the Oldmere project", ["Contributors to the Oldmere project"]),
    ("Ann Lee Staff Writer", ["Ann Lee"]),
    ("Ann Lee Redakteurin", ["Ann Lee"]),
    ("Ann Lee, Home Security Expert", ["Ann Lee"]),
    ("Ann Lee Reporter, Bo Ek Reporter", ["Ann Lee", "Bo Ek"]),
    ("Ann Lee and Bo Ek Staff Writers", ["Ann Lee", "Bo Ek"]),
    ("Robert Downey Jr. and Ann L.", ["Robert Downey Jr.", "Ann L."]),
    ("Bo Ek, Jr. and Ann Lee", ["Bo Ek Jr.", "Ann Lee"]),
    ("Ann Lee, Sr. Director", ["Ann Lee"]),
    ("Karl-Theodor von und zu Lee", ["Karl-Theodor von und zu Lee"]),
    ("ANN LEE Associated Press", ["ANN LEE", "Associated Press"]),
    ("Ann Lee AFP", ["Ann Lee", "AFP"]),
    ("Maria Luz Sita", ["Maria Luz Sita"]),
    ("Ann Lee; photos by Bo Ek", ["Ann Lee"]),
    ("Ann Lee publié le", ["Ann Lee"]),
    ("文・山田太郎、写真・鈴木花子", ["山田太郎"]),
    ("文／王小明", ["王小明"]),
    ("〔記者王小明、李大同／台北報導〕", ["王小明", "李大同"]),
    ("김민수·이영희 기자", ["김민수", "이영희"]),
    ("Ann Lee.", ["Ann Lee"]),
    ("Ann Lee + Bo Ek", ["Ann Lee", "Bo Ek"]),
    ("Ann Lee, Special to The Post", ["Ann Lee"]),
    ("Letters to the Editor", ["Letters to the Editor"]),
    ("Staff Writer Ann Lee", ["Ann Lee"]),
    ("Redakteurin Ann Lee", ["Ann Lee"]),
    ("Post-Online-Experte Ann Lee", ["Ann Lee"]),
    ("Ann Lee, Redakteurin Politik", ["Ann Lee"]),
    ("Ann Lee, Reporter Bo Ek", ["Ann Lee", "Bo Ek"]),
    ("Reporter ohne Grenzen", ["Reporter ohne Grenzen"]),
    ("Editor Lee", ["Editor Lee"]),
    ("Ann Lee Ann Lee", ["Ann Lee"]),
    ("Lee Lee Ek", ["Lee Lee Ek"]),
    ("Print Managing Editor", []),
    ("Ann Lee, CEO of Oldmere Mills, head of rain and snow", ["Ann Lee"]),
    ("Ann Lee, Oldmere Weather Network on Facebook", ["Ann Lee"]),
    ("Deputy Sports Editor", []),
    ("Categories: Rain", []),
    ("Staff Writer", []),
    ("admin", []),
    ("undefined", []),
    ("3 min read", []),
    ("", []),
    ("–", []),
    ("By", []),
]


@pytest.mark.parametrize(("signature", "found"), SIGNED)
def test_a_signature_gives_its_names(signature: str, found: list[str]) -> None:
    assert list(names([signature])) == found


def test_ten_thousand_authors_are_cut_short() -> None:
    assert len(names(f"A{i:x} Lee" for i in range(10_000))) == 100


def test_a_signature_without_end_costs_little() -> None:
    assert names(["By " * 100_000]) == ()


LINES = [
    ("By Ann Lee", ("Ann Lee",)),
    ("By Amanda", ("Amanda",)),
    ("By the Harbour Team 2–3 minutes", ("the Harbour Team",)),
    ("Posted on March 18, 2024 by Ann Lee in Weather", ("Ann Lee",)),
    ("by Ann Lee March 18, 2024", ("Ann Lee",)),
    ("March 18, 2024 · 3 min read · By Ann Lee", ("Ann Lee",)),
    ("By Ann Lee for The Post", ("Ann Lee",)),
    ("By Ann Lee on Tuesday", ("Ann Lee",)),
    ("Authored by: Ann Lee", ("Ann Lee",)),
    ("Author of the article: Ann Lee", ("Ann Lee",)),
    ("Das Gespräch führte Ann Lee.", ("Ann Lee",)),
    ("Veröffentlicht von Ann Lee", ("Ann Lee",)),
    ("Kommentar von", ()),
    ("Text Ann Lee", ("Ann Lee",)),
    ("Text Size", None),
    ("By Jeff Lee. Updated March 18, 2024", ("Jeff Lee",)),
    ("Posted by annl on Tuesday from the rain dept.", ("annl",)),
    ("By Ann Lee, dpa", ("Ann Lee", "dpa")),
    ("Posted by Ann Lee on March 18, 2024", ("Ann Lee",)),
    ("By Ann Lee, Rain Expert Last updated on March 18, 2024", ("Ann Lee",)),
    ("By Ann Lee, Rain Expert & Bo Ek, Home Rain Expert Last updated on March 18, 2024", ("Ann Lee", "Bo Ek")),
    ("by Ann Lee ● March 18, 2024 ● 6 min read", ("Ann Lee",)),
    ("Contributors: Ann Lee, Bo Ek", ("Ann Lee", "Bo Ek")),
    ("By Ann Lee | in Weather", ("Ann Lee",)),
    ("Posted by: Ann Lee · In: Hills, Old Weather, Rain", ("Ann Lee",)),
    ("By Ann Lee in Oldmere, Bo Ek in Weathering", ("Ann Lee", "Bo Ek")),
    ("By Ann Lee, Co-Founder & COO", ("Ann Lee",)),
    ("By Ann Lee, University of Oldmere, and Bo Ek, Institute for Rain", ("Ann Lee", "Bo Ek")),
    ("Von Ann Lee, Max-Planck-Institut für Regen", ("Ann Lee",)),
    ("Par Ann Lee, École des mines", ("Ann Lee",)),
    ("By the University of Oldmere", ("the University of Oldmere",)),
    ("作者：李安，雨城大学", ("李安",)),
    ("This post was written by Ann Lee, Head of Rain and Snow Counts", ("Ann Lee",)),
    ("By annl", ("annl",)),
    ("---- by Ann Lee", ("Ann Lee",)),
    ("Interview with the mayor", None),
    ("By with the tide, you're late", None),
    ("Author: whoever writes this blog has no name to give", None),
    ("From the hills to the sea", None),
    ("Von Ann Lee, Hamburg", ("Ann Lee",)),
    ("by", ()),
    ("Written by:", ()),
    ("Article written by:", ()),
    ("Von", ()),
    ("Written by Ann Lee | Edited By Bo Ek", ("Ann Lee",)),
    ("Av Ann Lee og Bo Ek", ("Ann Lee", "Bo Ek")),
    ("Von unserem Korrespondenten Ann Lee, Berlin", ("Ann Lee",)),
    ("Text und Fotos: Ann Lee", ("Ann Lee",)),
    ("Piše: Ana Li", ("Ana Li",)),
    ("โดย สมชาย ใจดี", ("สมชาย ใจดี",)),
    ("By Ngũgĩ wa Lee", ("Ngũgĩ wa Lee",)),
    ("記者会見", None),
    ("Edited by Ann Lee", None),
    ("Photo by Ann Lee", None),
    ("Ann Lee", None),
    ("Byron Lee", None),
    ("Von Lee", None),
    ("By 2030", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "found"), LINES)
def test_a_line_is_signed_by_those_behind_its_by(line: str, found: tuple[str, ...] | None) -> None:
    assert signed(line) == found


ALONE = [
    ("Ann Lee", ("Ann Lee",)),
    ("Ann Lee, Bo Ek", ("Ann Lee", "Bo Ek")),
    ("Ann Lee | Guest Columnists", ("Ann Lee",)),
    ("Ann Lee, March 18, 2024", ("Ann Lee",)),
    ("Ann Lee Published: March 18, 2024", ("Ann Lee",)),
    ("Reuters", ("Reuters",)),
    ("Ann van der Lee", ("Ann van der Lee",)),
    ("Ann Lee og Bo Ek", ("Ann Lee", "Bo Ek")),
    ("Анна Ли и Борис Эк", ("Анна Ли", "Борис Эк")),
    ("آن لي", ("آن لي",)),
    ("Ann Lee, Oldmere", ("Ann Lee",)),
    ("Ann Lee, editor of the Post", ("Ann Lee",)),
    ("Ann Lee, Reporter Weather", ("Ann Lee",)),
    ("Ann Lee in Weather", ("Ann Lee",)),
    ("Dec. 26, 2025 • Ann Lee for The Post", ("Ann Lee",)),
    ("Ann Lee Founder at Oldmere Mills", ("Ann Lee",)),
    ("Ann Lee | in Weather", ("Ann Lee",)),
    ("Ann Lee Published Jul 17, 2024, 11:21am | Updated Jul 17, 2024, 6:39pm", ("Ann Lee",)),
    ("IN-Redaktion", ("IN-Redaktion",)),
    ("Post News Desk", ("Post News Desk",)),
    ("本報編輯部", ("本報編輯部",)),
    ("Ann Lee, Mayor of Oldmere, said on Sunday, why she left", ()),
    ("Published March 18, 2024, 3:50pm ET", ()),
    ("#rain #hills", ()),
    ("Weighing “Rain” for the hills as well as for the sea", ()),
    ("Crime Published March 18, 2024", ()),
    ("Dear Reader – For those who want it", ()),
    ("Zur Übersicht Weather", ()),
    ("Artikel zum Hören", ()),
    ("Redaktionsschluss", ()),
    ("Insights from", ()),
    ("Theory to practice", ()),
    ("Amanda", ()),
    ("Staff Writer", ()),
    ("Edited by Ann Lee", ()),
    ("Ann Lee was seen in the hills last week, the council says", ()),
    ("", ()),
]


@pytest.mark.parametrize(("line", "found"), ALONE)
def test_a_line_of_nothing_but_names_signs_too(line: str, found: tuple[str, ...]) -> None:
    assert alone(line) == found


NEWSROOMS = ["Redaktion", "IN-Redaktion", "Post News Desk", "La Rédaction", "Haber Merkezi", "Редакция", "城市新聞中心", "هيئة التحرير"]
NO_NEWSROOM = ["Ann Lee", "Redaktionsschluss", "The Newsrooms of the hills", "新聞中心在哪裡", "Reuters", ""]


@pytest.mark.parametrize("name", NEWSROOMS)
def test_a_newsroom_is_told_by_its_words_and_is_nobody(name: str) -> None:
    assert is_newsroom(name)
    assert not is_person(name)


@pytest.mark.parametrize("name", NO_NEWSROOM)
def test_other_names_are_no_newsroom(name: str) -> None:
    assert not is_newsroom(name)


PERSONS = [("Ann Lee", True), ("of the article", False), ("dpa", False), ("Ann", False), ("Ann 5", False)]


@pytest.mark.parametrize(("name", "person"), PERSONS)
def test_a_person_has_a_whole_name_written_like_one(name: str, person: bool) -> None:
    assert is_person(name) is person
