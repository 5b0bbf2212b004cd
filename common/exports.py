"""Rows as csv and xlsx, never the whole table in memory."""

import csv
import io
import tempfile
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.formats import date_format, get_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

CHUNK = 2000
# Spreadsheet programs run a text that begins so as a formula.
_FORMULA_STARTS = frozenset("=+-@\t\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_response(name, header, rows):
    """Stream ``rows`` (iterables of plain values) as a csv file that Excel opens with the right letters."""
    response = StreamingHttpResponse(_csv_lines(header, rows, translation.get_language()), "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _csv_lines(header, rows, language):
    """Yield the file in pieces of ``CHUNK`` lines: sent one by one, lines would cost more than making them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    written = lru_cache(maxsize=1000, typed=True)(_csv_value)
    with translation.override(language):  # runs when the server sends, after the request has ended
        buffer.write("\ufeff")
        lines = ([_csv_text(value) if type(value) is str else written(value) for value in row] for row in rows)
        writer.writerow([_csv_text(str(label)) for label in header])
        while text := buffer.getvalue():
            yield text
            buffer.seek(0)
            buffer.truncate()
            writer.writerows(islice(lines, CHUNK))


def _csv_text(text):
    return f"'{text}" if text[:1] in _FORMULA_STARTS else text


def _csv_value(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return _yes_no(value)
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (Decimal, float)):
        return str(value).replace(".", get_format("DECIMAL_SEPARATOR"))
    return _csv_text(str(value))


def xlsx_response(name, header, rows, facts):
    """Send ``rows`` as xlsx; ``facts`` (label, value) fill a second sheet that says what the rows are."""
    file = tempfile.TemporaryFile()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats = {
            "int": book.add_format({"num_format": "#,##0"}),
            "decimal": book.add_format({"num_format": "#,##0.0#"}),
        }
        sheet = book.add_worksheet(_("Rows"))
        sheet.freeze_panes(1, 0)
        for column, label in enumerate(header):
            text = str(label)
            sheet.set_column(column, column, min(max(len(text) + 2, 14), 40))
            sheet.write_string(0, column, text, bold)
        for number, row in enumerate(rows, start=1):
            _write_row(sheet, number, row, formats)
        about = book.add_worksheet(_("About this file"))
        about.set_column(0, 0, 28)
        about.set_column(1, 1, 70)
        for number, (label, value) in enumerate(facts):
            about.write_string(number, 0, str(label), bold)
            _write_row(about, number, [value], formats, first=1)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)


def _write_row(sheet, number, row, formats, first=0):
    for column, value in enumerate(row, start=first):
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            sheet.write_string(number, column, _yes_no(value))
        elif isinstance(value, (str, Promise)):
            sheet.write_string(number, column, str(value))
        elif isinstance(value, int):
            sheet.write_number(number, column, value, formats["int"])
        elif isinstance(value, (float, Decimal)):
            sheet.write_number(number, column, value, formats["decimal"])
        elif isinstance(value, datetime):
            sheet.write_string(number, column, date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT"))
        elif isinstance(value, date):
            sheet.write_datetime(number, column, value)
        else:
            sheet.write_string(number, column, str(value))


def _yes_no(value):
    return _("yes") if value else _("no")
