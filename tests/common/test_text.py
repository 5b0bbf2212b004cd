import unicodedata

import pytest

from common.text import fold, sort_key, squeeze


@pytest.mark.parametrize(
    "text", ["Dệt May", "DET  MAY", "dệt may", unicodedata.normalize("NFD", "dệt may"), " dệt may "]
)
def test_fold_makes_spellings_one(text):
    assert fold(text) == "det may"


def test_fold_turns_dyet_into_d():
    assert fold("Đồng Đăng") == "dong dang"


def test_squeeze_keeps_marks_and_drops_stray_spaces():
    assert squeeze("  Hà\u00a0 Nội ") == "Hà Nội"


def test_sort_key_gives_vietnamese_order():
    names = ["Đà Nẵng", "Êm", "Dung", "Ân", "An", "Eo", "Ăn", "Zạt", "Ỷ", "Y"]

    assert sorted(names, key=sort_key) == ["An", "Ăn", "Ân", "Dung", "Đà Nẵng", "Eo", "Êm", "Y", "Ỷ", "Zạt"]


def test_tones_decide_only_between_equal_letters():
    names = ["má b", "ma c", "mà a", "ma a", "má a"]

    assert sorted(names, key=sort_key) == ["ma a", "mà a", "má a", "má b", "ma c"]


def test_sort_key_fits_its_column():
    assert len(sort_key("Ố" * 500)) <= 240
