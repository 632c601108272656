"""Bytes become the text that was meant."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.normalize.charset import decode_bytes

TEXT = "The “café” in Łódź is shut, said Zoë Müller."
WESTERN = "The “café” is shut, said Zoë Müller."


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        (TEXT.encode(), None, TEXT),
        (TEXT.encode(), "iso-8859-1", TEXT),
        (TEXT.encode(), "nonsense", TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), "shift_jis", TEXT),
        (TEXT.encode("utf-16"), None, TEXT),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-8", TEXT),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), None, TEXT),
        (WESTERN.encode("cp1252"), "ISO-8859-1", WESTERN),
        (WESTERN.encode("cp1252"), "text/html; charset=latin1", WESTERN),
        (WESTERN.encode("cp1252"), "utf-8", WESTERN),
        ("Мост закрыт".encode("koi8-r"), "KOI8-R", "Мост закрыт"),
        ("橋は閉鎖".encode("iso2022_jp"), "iso-2022-jp", "橋は閉鎖"),
        ("橋は閉鎖".encode("cp932"), "Shift_JIS", "橋は閉鎖"),
        ("桥已关闭".encode("gb18030"), "gb2312", "桥已关闭"),
        ("<meta charset=windows-1251>Мост".encode("cp1251"), None, "<meta charset=windows-1251>Мост"),
        (
            b'<?xml version="1.0" encoding="ISO-8859-2"?>\xa3',
            None,
            '<?xml version="1.0" encoding="ISO-8859-2"?>Ł',
        ),
        (b"", None, ""),
        (b"It\x92s shut.", None, "It’s shut."),
        (b"\xa35m, he said.", None, "£5m, he said."),
        ("Мост закрыт, сообщила мэрия города.".encode("cp1251"), None, "Мост закрыт, сообщила мэрия города."),
    ],
)
def test_the_text_that_was_meant(data: bytes, declared: str | None, expected: str) -> None:
    assert decode_bytes(data, declared=declared) == expected


def test_one_bad_byte_does_not_make_utf8_something_else() -> None:
    data = (TEXT * 50).encode() + b"\xff"
    assert decode_bytes(data, declared=None) == TEXT * 50 + "\ufffd"


@pytest.mark.parametrize(
    "label", ["punycode", "idna", "unicode_escape", "rot13", "zip", "utf-7", "../x", "a\0b"]
)
def test_a_python_codec_that_is_no_charset_is_not_used(label: str) -> None:
    assert decode_bytes(b"caf\\u00e9-xn--", declared=label) == "caf\\u00e9-xn--"


@given(st.binary(max_size=300), st.none() | st.text(max_size=20))
def test_any_bytes_are_text(data: bytes, declared: str | None) -> None:
    assert isinstance(decode_bytes(data, declared=declared), str)
