"""How rows are called where there is little room."""

from associations.models import Association, WorkshopConclusion


def test_equal_abbreviations_are_told_apart():
    textile = Association(code="VITAS", abbreviation="VITAS", field="dệt may")
    tea = Association(code="VITAS-CHE", abbreviation="VITAS", field="chè")
    bare = Association(code="VITAS-2", abbreviation="VITAS")

    assert [row.label for row in (textile, tea, bare)] == ["VITAS", "VITAS (chè)", "VITAS (VITAS-2)"]


def test_words_that_are_cut_say_so():
    whole, long = "a" * 80, "a" * 81

    assert str(WorkshopConclusion(position=1, text=whole)) == f"1. {whole}"
    assert str(WorkshopConclusion(position=1, text=long)) == f"1. {'a' * 79}…"
