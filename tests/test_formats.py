"""Dates are day first and numbers grouped in every form of portal and admin, in Vietnamese and in English.

Django's own ``vi`` reads 07/06/2017 as 6 July, refuses 25/12/2017 and does not group digits.
"""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import formats, translation

from tests import discovery

DAYS = {"07/06/2017": dt.date(2017, 6, 7), "25/12/2017": dt.date(2017, 12, 25)}
MILLION = {"vi": "1.234.567", "en": "1,234,567"}
# Numbers that stay below a thousand, so that it does not matter how they are grouped.
SMALL = ("position", "hours", "number", "version", "days")

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_staff(administrator):
    request = RequestFactory().get("/")
    request.user = administrator
    return request


@pytest.fixture
def every_form(request_of_staff):
    """Return a function that lists every form anew: a form takes the language in which it is built."""

    def build():
        return [
            *discovery.portal_forms(),
            *discovery.filter_forms(request_of_staff),
            *discovery.admin_forms(request_of_staff),
        ]

    return build


def date_faults(all_forms):
    """Return a sentence for each date field that does not read or show days as written here."""
    found, faults = 0, []
    for form_name, form in all_forms:
        for name, field in discovery.simple_fields(form):
            if not isinstance(field, (forms.DateField, forms.DateTimeField)):
                continue
            found += 1
            for text, day in DAYS.items():
                if _read(field, text) != day:
                    faults.append(f"{form_name}.{name} reads {text} as {_read(field, text)}")
                if field.widget.format_value(day) != text:
                    faults.append(f"{form_name}.{name} shows {text} as {field.widget.format_value(day)}")
            if isinstance(field.widget, forms.DateInput) and field.widget.input_type == "date":
                faults.append(f"{form_name}.{name} leaves the format to the browser")
    assert found > 20, "hardly any date field was found: the search for forms is broken"
    return faults


def number_faults(all_forms, text):
    """Return a sentence for each number field that does not read ``text`` as a million, or groups a year."""
    found, faults = 0, []
    for form_name, form in all_forms:
        for name, field in discovery.simple_fields(form):
            if not isinstance(field, (forms.IntegerField, forms.DecimalField)):
                continue
            if field.widget.is_hidden:
                continue
            if "year" in name:
                if str(field.widget.format_value(2017)) != "2017":
                    faults.append(f"{form_name}.{name} shows 2017 as {field.widget.format_value(2017)}")
                continue
            if any(word in name for word in SMALL):
                continue
            found += 1
            if _read(field, text) not in (1_234_567, Decimal(1_234_567)):
                faults.append(f"{form_name}.{name} reads {text} as {_read(field, text)}")
            if field.widget.format_value(1_234_567) != text:
                faults.append(f"{form_name}.{name} shows {text} as {field.widget.format_value(1_234_567)}")
            if field.widget.input_type == "number":
                faults.append(f"{form_name}.{name} is a box in which the browser refuses {text}")
    assert found > 5, "hardly any number field was found: the search for forms is broken"
    return faults


def _read(field, text):
    """What the form makes of ``text`` typed in its box."""
    try:
        value = field.to_python(field.widget.value_from_datadict({"box": text}, {}, "box"))
    except ValidationError as error:
        return error.messages[0]
    return value.date() if isinstance(value, dt.datetime) else value


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_date_field_is_day_first(every_form, language):
    with translation.override(language):
        assert date_faults(every_form()) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_number_field_takes_grouped_digits(every_form, language):
    with translation.override(language):
        assert number_faults(every_form(), MILLION[language]) == []


def test_without_our_formats_the_checks_above_fail(every_form, settings):
    """Planted fault: Django's own Vietnamese."""
    settings.FORMAT_MODULE_PATH = None
    formats.reset_format_cache()
    try:
        with translation.override("vi"):
            faults = date_faults(every_form())
            assert any("reads 07/06/2017 as 2017-07-06" in fault for fault in faults)
            assert any("reads 25/12/2017 as" in fault for fault in faults)
            assert number_faults(every_form(), MILLION["vi"]) != []
    finally:
        settings.FORMAT_MODULE_PATH = ["config.formats"]
        formats.reset_format_cache()


@pytest.mark.parametrize(
    ("language", "number", "day"),
    [("vi", "1.234.567,5", "07/06/2017"), ("en", "1,234,567.5", "07/06/2017")],
)
def test_numbers_and_days_are_shown_so(language, number, day):
    with translation.override(language):
        assert formats.localize(Decimal("1234567.5")) == number
        assert formats.date_format(dt.date(2017, 6, 7), "SHORT_DATE_FORMAT") == day
        assert formats.localize(dt.date(2017, 6, 7)) == day


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (forms.IntegerField(), "1,5", "Nhập một số nguyên."),
        (forms.DateField(), "31/02/2020", "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 07/06/2017."),
        (forms.IntegerField(min_value=1), "0", "Giá trị không được nhỏ hơn 1."),
        (forms.CharField(max_length=2), "abc", "Nội dung không được dài quá 2 ký tự (hiện có 3)."),
        (forms.CharField(), "", "Mục này không được để trống."),
    ],
    ids=["whole", "day", "limit", "length", "empty"],
)
def test_what_django_refuses_is_said_in_plain_vietnamese(field, typed, sentence):
    with translation.override("vi"), pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [sentence]
