"""What goes onto paper is set as it is, and nothing else is read."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from store.adapters.drivers.typesetting import picture, typeset
from tests.harness.pdf import pages_of, text_of

LIST = """
#let d = json(bytes(sys.inputs.data))
#set document(title: "Words", date: datetime(year: 2026, month: 5, day: 31))
#set par(justify: false)
#for word in d.words [#word #parbreak()]
"""
HOSTILE = [
    "#[x]", '#read("/etc/passwd")', "#{ panic() }", "\\ \\n \\u{41}", "*bold* _it_ $x^2$ `raw` @ref <label>", "// gone",
    '"], "words": ["', "= heading", "<script>alert(1)</script>", "file:///etc/passwd", "Привет", "Ελλάδα", "1.234,56 €",
]


@pytest.fixture
def words(tmp_path):
    template = tmp_path / "words.typ"
    template.write_text(LIST, "utf-8")
    return template


@pytest.mark.requirement("R4.4")
@pytest.mark.parametrize("word", HOSTILE)
def test_whatever_is_printed_stays_text(words, word):
    pdf = typeset(words, {"words": [word]})
    assert text_of(pdf).replace("\n", "") == word
    assert b"pdfaid" in pdf


def test_letters_of_right_to_left_are_there(words):
    assert set("שלום") <= set(text_of(typeset(words, {"words": ["שלום"]})))


def test_a_letter_no_typeface_has_leaves_a_box_and_the_rest_is_there(words):
    pdf = typeset(words, {"words": ["a mug 😀 of 中文", "and a bowl"]})
    assert "and a bowl" in text_of(pdf)
    assert b"pdfaid" not in pdf


def test_what_is_long_takes_several_pages(words):
    pages = pages_of(typeset(words, {"words": [f"line {n}" for n in range(120)]}))
    assert len(pages) > 1
    assert "line 0" in pages[0]
    assert "line 119" in pages[-1]


@pytest.mark.requirement("R4.4")
@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.txt", "/../secret.txt"])
def test_a_template_reads_no_file_outside_its_folder(tmp_path, path):
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (tmp_path / "papers").mkdir()
    template = tmp_path / "papers" / "curious.typ"
    template.write_text(f'#read("{path}")', "utf-8")
    with pytest.raises(RuntimeError, match=r"not found|escape"):
        typeset(template, {})


def test_the_same_data_are_the_same_file(words):
    assert typeset(words, {"words": HOSTILE}) == typeset(words, {"words": HOSTILE})


def test_many_ask_at_once_and_each_gets_its_own(words):
    with ThreadPoolExecutor(4) as pool:
        pdfs = list(pool.map(lambda n: typeset(words, {"words": [f"mine {n}"]}), range(12)))
    assert [text_of(pdf) for pdf in pdfs] == [f"mine {n}" for n in range(12)]


def test_it_can_be_looked_at(words):
    assert picture(words, {"words": HOSTILE}).startswith(b"\x89PNG")


def test_who_prints_nothing_loads_nothing():
    said = "import sys; import store.adapters.drivers.typesetting; print('typst' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
