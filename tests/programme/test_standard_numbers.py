import csv
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

import programme
from programme.standard_numbers import parse

SAMPLES = Path(programme.__file__).parent / "fixtures" / "sample_standards.csv"


def test_every_sample_number_parses():
    with SAMPLES.open(encoding="utf-8") as file:
        numbers = [row["number"] for row in csv.DictReader(file)]

    assert [parse(number).text for number in numbers] == numbers
    assert len(numbers) == 96


def test_parts_of_an_amended_regulation():
    number = parse("Sửa đổi 1:2017  QCVN 1:2015/BKHCN")

    assert (number.kind, number.base, number.year, number.issuer) == ("qcvn", 1, 2015, "BKHCN")
    assert (number.amendment, number.amended) == (1, 2017)


def test_numbers_sort_as_numbers():
    texts = ["TCVN 10:2015", "TCVN 9:2015", "TCVN 7790-10:2007", "TCVN 7790-2:2007", "TCVN ISO 9001:2015"]

    keys = sorted(texts, key=lambda text: parse(text).key)

    assert keys == ["TCVN 9:2015", "TCVN 10:2015", "TCVN 7790-2:2007", "TCVN 7790-10:2007", "TCVN ISO 9001:2015"]


@pytest.mark.parametrize("text", ["", "TCVN", "TCVN 9001", "ISO 9001:2015", "TCVN 9001-2015", "QCVN 1:2015"])
def test_what_is_no_number_is_refused_with_the_grammar(text):
    with pytest.raises(ValidationError, match="QCVN 01-1:2018/BYT"):
        parse(text)
