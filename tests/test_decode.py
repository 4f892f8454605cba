import bz2
import codecs
import gzip
import io
import lzma
import marshal
import re
import sqlite3
import subprocess
import sys
import tarfile
import time
import zipfile
import zlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cleanpage.decode import decode
from cleanpage.errors import DecodeError

FRENCH = "Le conseil a adopté hier soir le budget. Les riverains réclament la réparation du pont, fermé « à cause d’une crue »."
GERMAN = "Der Stadtrat hat gestern den Haushalt beschlossen. Die Anwohner fordern, dass die Brücke über den Fluss schnell geöffnet wird."
POLISH = "Rada miasta przyjęła wczoraj wieczorem nowy budżet. Mieszkańcy żądają naprawy mostu przez rzekę, zamkniętego już drugi rok."
TURKISH = "Belediye meclisi dün akşam yeni bütçeyi kabul etti. Mahalle sakinleri kapalı olan köprünün onarılmasını istiyor."
LATVIAN = "Pilsētas dome vakar vakarā apstiprināja jauno budžetu. Iedzīvotāji prasa salabot tiltu, kas slēgts jau otro gadu."
RUSSIAN = "Городской совет вчера вечером утвердил новый бюджет. Жители требуют починить мост через реку, закрытый второй год."
GREEK = "Το δημοτικό συμβούλιο ενέκρινε χθες το βράδυ τον νέο προϋπολογισμό. Οι κάτοικοι ζητούν να επισκευαστεί η γέφυρα."
HEBREW = "מועצת העיר אישרה אמש את התקציב החדש. התושבים דורשים לתקן את הגשר שסגור כבר שנתיים."
ARABIC = "أقر مجلس المدينة مساء أمس الميزانية الجديدة. ويطالب السكان بإصلاح الجسر المغلق منذ عامين."
THAI = "สภาเมืองอนุมัติงบประมาณใหม่เมื่อคืนนี้ ชาวบ้านเรียกร้องให้ซ่อมสะพานที่ปิดมาสองปีแล้ว"
JAPANESE = "市議会は昨夜、新しい予算案を可決した。住民は二年前から閉鎖されている橋の修理を求めている。"
SIMPLIFIED = "市议会昨晚通过了新的预算。居民要求修复已经关闭两年的大桥，市长表示工程将在春天开始。"
TRADITIONAL = "市議會昨晚通過了新的預算。居民要求修復已經關閉兩年的大橋，市長表示工程將在春天開始。"
KOREAN = "시의회는 어젯밤 새 예산안을 통과시켰다. 주민들은 이 년째 폐쇄된 다리의 수리를 요구하고 있다."

LEGACY = {  # WHATWG's label, Python's codec, text
    "windows-1252": ("cp1252", FRENCH),
    "iso-8859-1": ("cp1252", FRENCH),
    "ISO-8859-15": ("iso8859-15", GERMAN),
    "windows-1250": ("cp1250", POLISH),
    "iso-8859-2": ("iso8859-2", POLISH),
    "windows-1254": ("cp1254", TURKISH),
    "iso-8859-9": ("cp1254", TURKISH),
    "windows-1257": ("cp1257", LATVIAN),
    "windows-1251": ("cp1251", RUSSIAN),
    "KOI8-R": ("koi8-r", RUSSIAN),
    "iso-8859-5": ("iso8859-5", RUSSIAN),
    "x-mac-cyrillic": ("mac-cyrillic", RUSSIAN),
    "iso-8859-7": ("iso8859-7", GREEK),
    "windows-1253": ("cp1253", GREEK),
    "windows-1255": ("cp1255", HEBREW),
    "iso-8859-8-i": ("iso8859-8", HEBREW),
    "windows-1256": ("cp1256", ARABIC),
    "windows-874": ("cp874", THAI),
    "tis-620": ("cp874", THAI),
    "shift_jis": ("cp932", JAPANESE),
    "x-sjis": ("cp932", JAPANESE),
    "euc-jp": ("euc_jp", JAPANESE),
    "iso-2022-jp": ("iso2022_jp", JAPANESE),
    "gb2312": ("gb2312", SIMPLIFIED),
    "gbk": ("gb18030", SIMPLIFIED + "㐀𠀀"),  # two that only GB18030 has
    "gb18030": ("gb18030", SIMPLIFIED),
    "big5": ("big5", TRADITIONAL),
    "euc-kr": ("cp949", KOREAN),
    "ks_c_5601-1987": ("cp949", KOREAN),
}
NOT_GUESSED = {  # told from their likes by a few letters only, or too rare to be guessed
    *("iso-8859-1", "ISO-8859-15", "windows-1250", "iso-8859-9", "windows-1257", "x-mac-cyrillic", "windows-1253", "iso-8859-8-i"),
}


def page(text: str, label: str) -> str:
    return f'<html><head><meta charset="{label}"><title>{text}</title></head><body><p>{text}</p></body></html>'


@pytest.mark.parametrize("label", LEGACY)
def test_declared_encoding_is_used(label):
    codec, text = LEGACY[label]
    assert decode(page(text, label).encode(codec)) == page(text, label)


@pytest.mark.parametrize("label", sorted(LEGACY.keys() - NOT_GUESSED))
def test_undeclared_encoding_is_guessed(label):
    codec, text = LEGACY[label]
    html = f"<div class='story'>\n<p>{text}</p>\n</div>\n" * 4
    assert decode(html.encode(codec)) == html


def test_guess_looks_past_the_markup_to_the_letters():
    html = "<head>" + "<script src='a.js'></script>\n" * 5000 + f"</head><p>{RUSSIAN}</p>"
    assert decode(html.encode("cp1251")) == html


def test_guess_survives_one_endless_line_without_ascii():
    text = SIMPLIFIED * 1000
    assert decode(text.encode("gb18030")) == text


def test_guess_survives_an_endless_ascii_line_before_the_letters():
    text = "word " * 20_000 + FRENCH
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("text", ["", "a", "plain", FRENCH, JAPANESE, ARABIC, "emoji 🗞️", "two\r\nlines\ttab\x0bold\x0cfeed"])
def test_utf8_comes_back(text):
    assert decode(text.encode()) == text


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "gb2312", "shift_jis", "no-such-charset"])
def test_valid_utf8_wins_over_a_stale_declaration(label):
    assert decode(page(FRENCH, label).encode()) == page(FRENCH, label)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [page(FRENCH, "iso-8859-1"), RUSSIAN, SIMPLIFIED, ""])
def test_byte_order_mark_decides_and_is_dropped(encoding, text):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_byte_order_mark_of_either_order(codec):
    assert decode(("\ufeff" + GREEK).encode(codec)) == GREEK


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [GERMAN, page(FRENCH, "utf-16"), RUSSIAN, GREEK, KOREAN, page(SIMPLIFIED + "一年一度", "utf-16")])
def test_utf16_without_a_mark(text, codec):
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize(("codec", "text"), [("cp1251", RUSSIAN), ("cp1252", FRENCH), ("gb18030", SIMPLIFIED)])
def test_a_template_with_a_mark_may_hold_another_encoding(codec, text):
    html = page(text, codec)
    assert decode(codecs.BOM_UTF8 + html.encode(codec)) == html


def test_utf16_cut_in_the_middle_of_a_character_keeps_the_rest():
    assert decode(GERMAN.encode("utf-16-le")[:-1]) == GERMAN[:-1] + "\ufffd"


BROKEN = [  # UTF-8 pages with a few bad bytes
    (b"<p>" + FRENCH.encode() * 20 + b"\xff</p>", 1),
    (FRENCH.encode() + b" caf\xe9 " + FRENCH.encode(), 1),
    (RUSSIAN.encode()[:-3] + b"\xd0", 1),
    (page(JAPANESE, "utf-8").encode().replace("橋".encode(), "橋".encode()[:2]), 2),
    (page(FRENCH, "iso-8859-1").encode() + b"\x92", 1),
    (page("Bread won’t rise “on time”", "utf-8").encode() + b"it\x92s, it\x92s", 2),
    (page("Bread won’t rise “on time”", "utf-16").encode() + b"it\x92s, it\x92s", 2),
]


@pytest.mark.parametrize("data, losses", BROKEN)
def test_few_bad_bytes_do_not_turn_utf8_into_mojibake(data, losses):
    text = decode(data)
    assert text.count("\ufffd") == losses
    assert text == data.decode("utf-8", "replace")


def test_declared_utf8_that_is_windows_1252_is_not_lost():
    assert decode(page("The council won’t “wait”", "utf-8").encode("cp1252")) == page("The council won’t “wait”", "utf-8")


@pytest.mark.parametrize("label", ["euc-kr", "gb2312", "windows-1252"])
def test_few_bad_bytes_do_not_overrule_a_declaration(label):
    codec, text = LEGACY[label]
    data = page(text * 3, label).encode(codec) + b"<p>\x81"
    assert decode(data).startswith(page(text * 3, label))


def test_declaration_that_cannot_be_is_passed_over():
    data = page(RUSSIAN * 3, "shift_jis").encode("cp1251")
    assert decode(data) == page(RUSSIAN * 3, "shift_jis")


@pytest.mark.parametrize(
    "declaration",
    [
        "<meta charset=windows-1251>",
        "<META CHARSET='Windows-1251' />",
        '<meta name=x content=y><meta\n  charset = "cp1251">',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        "<meta content='text/html;charset=windows-1251' http-equiv=content-type>",
        '<?xml version="1.0" encoding="windows-1251"?>',
        '<!-- <meta charset="koi8-r"> --><meta charset="windows-1251">',
        '<!-- an old one: --><!-- <meta charset="koi8-r"> <p> --> <meta charset="windows-1251">',
        "<link rel=x>" * 4000 + "<meta charset=windows-1251>",
    ],
)
def test_every_way_to_declare(declaration):
    html = declaration + "<p>Всё ясно</p>"
    assert decode(html.encode("cp1251")) == html


@pytest.mark.parametrize("head", ["charset=koi8-r", "<meta name=charset>", "<meta charset=>", "<meta charset", "<meta charset=utf16>"])
def test_what_is_no_declaration_is_passed_over(head):
    html = head + f"<p>{RUSSIAN}</p>"
    assert decode(html.encode("cp1251")) == html


def test_unknown_bytes_end_as_windows_1252():
    assert decode(b"caf\xe9") == "café"


@pytest.mark.parametrize("data", [b"one\x00 word in a line of text that is long enough to be taken for one ", f"é\0è {FRENCH}".encode()])
def test_nul_characters_are_dropped(data):
    assert decode(data) == data.decode().replace("\0", "")


def test_nul_characters_are_dropped_from_utf16():
    assert decode(f"A\0B {GERMAN}".encode("utf-16")) == f"AB {GERMAN}"


def archive(opened) -> bytes:
    buffer = io.BytesIO()
    opened(buffer)
    return buffer.getvalue()


def zipped(buffer: io.BytesIO) -> None:
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:p>text</w:p>")


def tarred(buffer: io.BytesIO) -> None:
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        entry = tarfile.TarInfo("page.html")
        entry.size = 1000
        archive.addfile(entry, io.BytesIO(b"x" * 1000))


def database() -> bytes:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("create table pages (text)")
        return connection.serialize()


PIXELS = zlib.compress(bytes(range(256)) * 8)
BINARY = {
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "Office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    "docx": archive(zipped),
    "tar": archive(tarred),
    "gzip": gzip.compress(b"<p>text</p>"),
    "bzip2": bz2.compress(b"<p>text</p>"),
    "xz": lzma.compress(b"<p>text</p>"),
    "zstd": b"\x28\xb5\x2f\xfd\x20\x0b\x59\x00\x00<p>text</p>",
    "7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + PIXELS,
    "RAR": b"Rar!\x1a\x07\x01\x00" + PIXELS,
    "PNG": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + PIXELS,
    "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + PIXELS,
    "GIF": b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + PIXELS,
    "WebP": b"RIFF\x24\x00\x00\x00WEBPVP8 " + PIXELS,
    "AVIF": b"\x00\x00\x00\x1cftypavif" + PIXELS,
    "MP4": b"\x00\x00\x00\x18ftypmp42" + PIXELS,
    "WebM": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01" + PIXELS,
    "WAV": b"RIFF\x24\x00\x00\x00WAVEfmt " + PIXELS,
    "MP3": b"ID3\x04\x00\x00\x00\x00\x00\x23" + PIXELS,
    "Ogg": b"OggS\x00\x02" + PIXELS,
    "font": b"wOF2\x00\x01\x00\x00" + PIXELS,
    "SQLite": database(),
    "program": b"\x7fELF\x02\x01\x01" + bytes(64) + PIXELS,
    "binary": marshal.dumps(list(range(3000))),
}


@pytest.mark.parametrize("kind", BINARY)
def test_binary_content_is_refused_by_name_and_with_a_way_out(kind):
    with pytest.raises(DecodeError, match=re.escape(kind)) as refusal:
        decode(BINARY[kind])
    assert refusal.match("; (unpack|convert|leave) it")


@pytest.mark.parametrize("data", [bytes(5000), bytes(range(256)) * 20, codecs.BOM_UTF16_LE + bytes(999), b"\xef\xbb\xbf" + bytes(99)])
def test_nameless_binary_content_is_refused(data):
    with pytest.raises(DecodeError, match="binary data"):
        decode(data)


@pytest.mark.parametrize(
    "text",
    [
        "%PDF-1.7 is how such a file begins.",
        "GIF89a: the picture format that outlived its patent",
        "PK fire, the move explained",
        "RIFF RAFF WEBP and other words",
        "BZh9 is the first word of a bzip2 file.",
        "MZ stands for Mark Zbikowski.",
        "ID3 tags, a history",
        "7z or zip?",
        "\x1b[1mbold\x1b[0m text from a terminal",
        "one stray \x01 control character in a paragraph that is otherwise entirely as it should be",
        "ab\0ab ab\0ab and more words than that, and more, and more, and more, and more, and more, and so on and so on and so on",
    ],
)
def test_text_about_files_is_text(text):
    assert decode(text.encode()) == text.replace("\0", "")


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_decode_error(data):
    try:
        text = decode(data)
    except DecodeError as error:
        assert "looks like" in str(error)
    else:
        assert "\0" not in text


@given(st.sampled_from(sorted(BINARY)), st.binary(max_size=100), st.integers(0, 60))
def test_damaged_binary_content_raises_nothing_else(kind, inserted, at):
    data = BINARY[kind]
    try:
        decode(data[:at] + inserted + data[at:])
    except DecodeError as error:
        assert "looks like" in str(error)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=200))
def test_any_text_in_utf8_comes_back(text):
    assert decode(text.encode("utf-8-sig")) == text
    assert decode(("<p>" + text).encode()) == "<p>" + text


@given(st.data())
def test_text_in_its_declared_encoding_comes_back(data):
    label = data.draw(st.sampled_from(sorted(LEGACY)))
    codec = LEGACY[label][0]
    letters = st.sampled_from(sorted(set(LEGACY[label][1]) | set(" <>&;=abc\n")))
    html = page(data.draw(st.text(letters, max_size=100)), label)
    encoded = html.encode(codec)
    assume(not is_utf8(encoded))
    assert decode(encoded) == html


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


HOSTILE = {
    "metas without an end": b"\xff" + b"<meta " * 200_000,
    "white space after the equals sign": b"\xff<meta charset=" + b" " * 200_000,
    "white space before the equals sign": b"\xff" + b"<meta charset    " * 20_000,
    "comments without an end": b"\xff" + b"<!--" * 200_000,
    "one long line": (b"\xff" + b"a" * 5000) * 200,
    "nothing but brackets": b"\xff" + b"<>" * 500_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_input_takes_linear_time(kind):
    begin = time.process_time()
    decode(HOSTILE[kind])
    assert time.process_time() - begin < 2  # 0.2 s at most when written; quadratic ones take minutes


def test_utf8_needs_no_guesser():
    code = "import sys; from cleanpage.decode import decode; decode('é'.encode()); print('charset_normalizer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
