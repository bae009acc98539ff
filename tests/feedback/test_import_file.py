"""How a file is written: encoding, delimiter, and what is no table at all."""

import pytest

from cxjourney.feedback.importing.text import MENDED, Form, Table, Unreadable, detect

ROWS = "date,touchpoint,csat,comment\n2026-10-01,Kasse,4,naïve\n2026-10-02,Müller,5,„gut“\n"


def file(tmp_path, content: bytes):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(tmp_path, written, read, delimiter):
    path = file(tmp_path, ROWS.replace(",", delimiter).encode(written))
    form = detect(path)
    assert form == Form(read, delimiter)
    assert Table(path, form).header() == ["date", "touchpoint", "csat", "comment"]
    assert [row[1] for _number, row in Table(path, form)] == ["touchpoint", "Kasse", "Müller"]


def test_latin_1_is_the_last_resort(tmp_path):
    assert detect(file(tmp_path, b"a,b\n\x81,\xe9\n")).encoding == "latin-1"


def test_an_accent_far_down_decides_too(tmp_path):
    content = b"a,b\n" + b"plain,text\n" * 20_000 + "größer,x\n".encode("cp1252")
    assert detect(file(tmp_path, content)).encoding == "cp1252"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_one_bad_byte_does_not_make_another_encoding(tmp_path, mark):
    path = file(tmp_path, mark + "a,b\ngrößer,é\n".encode() + b"caf\xe9,x\n")
    form = detect(path)
    assert form.encoding == MENDED
    assert [row for _number, row in Table(path, form)] == [["a", "b"], ["größer", "é"], ["caf\ufffd", "x"]]


def test_commas_in_quotes_are_no_delimiters(tmp_path):
    content = 'day;words\n2026-01-01;"a, b, c, d"\n2026-01-02;"e, f"\n'
    assert detect(file(tmp_path, content.encode())).delimiter == ";"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"%PDF\x00\x01\x02, binary \x00 file", "not a text file"),
    ],
)
def test_what_is_no_table(tmp_path, content, says):
    with pytest.raises(Unreadable, match=says):
        detect(file(tmp_path, content))


def test_the_wrong_encoding_says_where(tmp_path):
    path = file(tmp_path, ("a,b\n" * 5000).encode() + b"\xe4,b\n")
    with pytest.raises(Unreadable, match="UTF-8"):
        list(Table(path, Form("utf-8", ",")))


def test_a_quotation_mark_that_is_never_closed(tmp_path):
    path = file(tmp_path, b'a,b\n1,"' + b"x" * 200_000)
    with pytest.raises(Unreadable, match="Row 2 cannot be read"):
        list(Table(path, Form("utf-8", ",")))


def test_nameless_columns_are_numbered(tmp_path):
    path = file(tmp_path, b",id, \n1,2,3\n")
    assert Table(path, Form("utf-8", ",")).header() == ["Column 1", "id", "Column 3"]


def test_too_many_columns(tmp_path):
    path = file(tmp_path, b"," * 600 + b"\n")
    with pytest.raises(Unreadable, match="more than 500 columns"):
        Table(path, Form("utf-8", ",")).header()
