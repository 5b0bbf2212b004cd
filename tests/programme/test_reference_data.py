"""The reference data: every row of the source files, with its source, once, on both databases."""

import csv
import datetime as dt
import itertools
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from associations import reference_data as association_data
from associations.models import Association, ReportType
from programme import reference_data, reference_plan
from programme.models import (
    Announcement,
    DocumentType,
    IcsField,
    ImprovementTool,
    Indicator,
    IndicatorVersion,
    Industry,
    IssuingBody,
    LedgerPeriod,
    Phase,
    Province,
    SizeCriterion,
    Standard,
    Target,
)

pytestmark = pytest.mark.django_db

FIXTURES = Path(settings.BASE_DIR, "programme", "fixtures")


@pytest.fixture
def reference():
    reference_data.load()
    association_data.load()


def rows_of(name, folder=FIXTURES):
    with Path(folder, f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row_counts():
    labels = ("programme", "associations")
    return {
        model._meta.label: model.objects.count()
        for label in labels
        for model in apps.get_app_config(label).get_models()
    }


def test_every_row_of_the_files_is_loaded(reference):
    assert Province.objects.filter(catalogue="63").count() == 63
    assert Province.objects.filter(catalogue="34").count() == 34
    assert Industry.objects.filter(level="section").count() == len(rows_of("vsic_sections")) == 21
    assert Industry.objects.filter(level="division").count() == len(rows_of("vsic_divisions")) == 88
    assert SizeCriterion.objects.count() == len(rows_of("sme_size_criteria")) == 6
    assert DocumentType.objects.count() == len(rows_of("administrative_document_types")) == 31
    assert IcsField.objects.count() == len(rows_of("ics_fields")) == 40
    assert ImprovementTool.objects.count() == len(rows_of("improvement_tools")) == 62
    assert Target.objects.count() == len(rows_of("programme_712_targets")) == 25
    assert Announcement.objects.count() == len(rows_of("programme_712_results")) == 57
    assert Standard.objects.count() == len(rows_of("sample_standards")) == 96
    assert Association.objects.count() == 46
    assert set(Indicator.objects.values_list("code", flat=True)) >= {
        row["indicator"] for row in rows_of("programme_712_indicators")
    }


def test_a_second_load_changes_nothing(reference):
    before = row_counts()

    added = reference_data.load() | association_data.load()

    assert not any(added.values())
    assert row_counts() == before


def test_what_staff_changed_or_deleted_stays_so(reference):
    Association.objects.filter(code="VITAS").update(name_en="Another name")
    Announcement.objects.filter(indicator__code="training_courses").delete()

    reference_data.load()
    association_data.load()

    assert Association.objects.get(code="VITAS").name_en == "Another name"
    assert not Announcement.objects.filter(indicator__code="training_courses").exists()


def test_sources_are_kept(reference):
    sourced = (
        Province,
        Industry,
        SizeCriterion,
        DocumentType,
        IcsField,
        ImprovementTool,
        Target,
        Announcement,
        Standard,
    )
    for model in (*sourced, IndicatorVersion, Association):
        assert not model.objects.filter(source="").exists(), model
    assert sorted(Target.objects.values_list("source", flat=True)) == sorted(
        row["source"] for row in rows_of("programme_712_targets")
    )
    assert sorted(Announcement.objects.values_list("source", flat=True)) == sorted(
        row["source"] for row in rows_of("programme_712_results")
    )
    marked = [row for row in rows_of("programme_712_targets") if row["confidence"].startswith("memory")]
    assert sum(target.is_unchecked for target in Target.objects.all()) == len(marked) > 0


def test_provinces_map_to_their_successors(reference):
    for row in rows_of("provinces"):
        unit = Province.objects.select_related("successor").get(key=f"63-{row['code']}")
        assert (unit.name_vi, unit.region, unit.unit_type, unit.note) == (
            row["name_vi"],
            row["region"],
            row["unit_type"],
            row["note"],
        )
        assert (unit.successor.key, unit.successor.name_vi) == (f"34-{row['new_code_2025']}", row["new_name_2025"])
    assert Province.objects.filter(catalogue="34", predecessors=None).count() == 0


def test_seven_codes_changed_owner(reference):
    names = {unit.key: unit.name_vi for unit in Province.objects.all()}
    codes = {key[3:] for key in names if key.startswith("34-")}

    changed = {code for code in codes if names[f"63-{code}"] != names[f"34-{code}"]}

    # 46 kept its owner under a shorter name.
    assert changed - {"46"} == {"15", "24", "44", "52", "80", "82", "91"}
    assert (names["63-15"], names["34-15"]) == ("Yên Bái", "Lào Cai")


@pytest.mark.parametrize(
    ("wording", "qualifier"),
    [
        ("khoảng", "about"),
        ("hơn", "more"),
        ("trên", "more"),
        ("gần", "nearly"),
        ("ước khoảng", "estimated"),
        ("dự kiến khoảng", "estimated"),
        ("đạt", "exact"),
        ("bình quân", "exact"),
        ("trên tổng số 63", "exact"),
        ("", "exact"),
    ],
)
def test_qualifiers_are_understood_and_their_wording_kept(reference, wording, qualifier):
    found = Announcement.objects.filter(wording=wording)

    assert found.count() == sum(row["qualifier"] == wording for row in rows_of("programme_712_results")) > 0
    assert set(found.values_list("qualifier", flat=True)) == {qualifier}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2016-12-31", (None, dt.date(2016, 12, 31), "")),
        ("2018-12", (None, dt.date(2018, 12, 31), "12/2018")),
        ("2012-02", (None, dt.date(2012, 2, 29), "02/2012")),
        ("2018", (dt.date(2018, 1, 1), dt.date(2018, 12, 31), "2018")),
        ("2016-2019", (dt.date(2016, 1, 1), dt.date(2019, 12, 31), "2016-2019")),
    ],
)
def test_days_months_years_and_ranges_become_spans(as_of, expected):
    assert reference_plan.span(as_of) == expected


def test_targets_have_bounds_and_stand_under_their_own_phase(reference):
    share = Target.objects.filter(indicator__code="tcvn_harmonised_share", phase__code="2026-2030")
    assert dict(share.values_list("bound", "value")) == {"lower": Decimal(70), "upper": Decimal(75)}
    tfp = {
        (t.phase.project_id is None, t.phase.code): t.value
        for t in Target.objects.filter(indicator__code__contains="tfp")
    }
    assert (tfp[True, "2016-2020"], tfp[False, "đến 2020"]) == (Decimal(35), Decimal(40))


def test_sizes_are_whole_dong(reference):
    small = SizeCriterion.objects.get(sector_group="production", size="small")

    assert (small.max_employees, small.max_revenue_vnd, small.max_capital_vnd) == (100, 50_000_000_000, 20_000_000_000)
    assert small.valid_from == dt.date(2021, 10, 15)


def test_abbreviations_repeat_but_codes_do_not(reference):
    assert set(Association.objects.filter(abbreviation="VITAS").values_list("code", flat=True)) == {
        "VITAS",
        "VITAS-CHE",
    }
    assert Association.objects.filter(has_memorandum=True).count() == 7
    vitas = Association.objects.get(code="VITAS")
    assert set(vitas.industries.values_list("key", flat=True)) == {"2018-13", "2018-14"}


def test_a_number_is_unique_only_within_its_issuing_body(reference):
    same = Standard.objects.filter(number__startswith="QCVN 26:2016/")
    assert set(same.values_list("issuer__code", flat=True)) == {"BYT", "BLĐTBXH"}
    assert not IssuingBody.objects.filter(name_vi="").exists()


def test_replaced_standards_name_their_successor(reference):
    replaced = Standard.objects.filter(status="replaced").select_related("replaced_by")

    assert {row.number: row.replaced_by.number for row in replaced} == {
        "TCVN ISO 9001:2008": "TCVN ISO 9001:2015",
        "TCVN ISO 14001:2010": "TCVN ISO 14001:2015",
        "TCVN ISO/IEC 17025:2007": "TCVN ISO/IEC 17025:2017",
        "QCVN 2:2008/BKHCN": "QCVN 2:2021/BKHCN",
    }
    assert not Standard.objects.filter(published_on__isnull=False).exists()


def test_indicators_are_defined_in_both_languages(reference):
    assert not Indicator.objects.filter(name_en="").exists()
    assert Indicator.objects.filter(versions=None).count() == 0
    assert not IndicatorVersion.objects.filter(definition_vi="").exists()
    assert not IndicatorVersion.objects.filter(definition_en="").exists()
    assert list(
        Indicator.objects.exclude(headline_position=None).order_by("headline_position").values_list("code", flat=True)
    ) == ["enterprises_guided", "tcvn_new", "training_courses", "trainees", "qcvn_new", "tcvn_harmonised_share"]


def test_indicators_add_up_as_defined(reference):
    kinds = dict(Indicator.objects.values_list("code", "kind"))
    assert kinds["enterprises_guided"] == "distinct"
    assert kinds["tcvn_new"] == "flow"
    assert kinds["tcvn_system_total"] == "stock"
    assert kinds["tcvn_reported_built"] == "external"
    share = Indicator.objects.get(code="tcvn_harmonised_share")
    assert (share.numerator.code, share.denominator.code) == ("tcvn_harmonised_total", "tcvn_system_total")
    unknown = Indicator.objects.get(code="key_product_enterprises_with_project")
    assert (unknown.kind, unknown.numerator, unknown.denominator) == ("share", None, None)


def test_main_phases_do_not_overlap_and_periods_are_open(reference):
    main = list(Phase.objects.filter(is_main=True).order_by("starts_on"))
    assert [phase.code for phase in main] == ["2010-2015", "2016-2020", "2021-2025", "2026-2030"]
    assert all(before.ends_on < after.starts_on for before, after in itertools.pairwise(main))
    assert not LedgerPeriod.objects.exclude(closed_at=None).exists()
    assert ReportType.objects.get(code="half-year").cut_offs == "14/06,14/12"
