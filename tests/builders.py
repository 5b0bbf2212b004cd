"""Small builders of valid rows: plain functions, each with the least that the database takes; ``fields`` override."""

import datetime as dt
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from stdnum.vn import mst

from accounts.models import User
from associations.models import (
    Agreement,
    Association,
    Membership,
    Need,
    PackageItem,
    PeriodicReport,
    ReportReview,
    ReportType,
    SigningAuthority,
    SolutionPackage,
    Workshop,
    WorkshopConclusion,
)
from enterprises.models import Affiliation, Enrolment, Enterprise, Support, Trainee, TrainingCourse
from programme import documents
from programme.models import (
    Document,
    ImprovementTool,
    Indicator,
    IndicatorVersion,
    Industry,
    IssuingBody,
    Phase,
    Programme,
    Project,
    Province,
    Standard,
)

PASSWORD = "a-Long-Pass-712"
START = dt.date(2017, 1, 1)
END = dt.date(2017, 12, 31)
DAY = dt.date(2017, 6, 7)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)

_numbers = count(1)


def number():
    """A number not used before in this process."""
    return next(_numbers)


def tax_code():
    """Return a new 10-digit tax code; one serial number in eleven has no check digit and is passed over."""
    while True:
        head = f"01{number():07d}"
        digit = mst.calc_check_digit(head)
        if len(digit) == 1:
            return head + digit


# --- people ----------------------------------------------------------------------------------------------------


def user(role, name="", **fields):
    name = name or f"{role}-{number()}"
    fields.setdefault("email", f"{name}@example.org")
    return User.objects.create_user(password=PASSWORD, full_name=fields.pop("full_name", name), role=role, **fields)


def member(role, association_row, name="", **fields):
    """A user who acts for an association."""
    person = user(role, name, **fields)
    Membership.objects.create(user=person, association=association_row)
    return person


# --- reference rows, as `load_reference_data` names them -----------------------------------------------------------


def province(key="63-01", name="Hà Nội", successor=None):
    catalogue, code = key.split("-")
    defaults = {"catalogue": catalogue, "code": code, "name_vi": name, "unit_type": "Tỉnh", "successor": successor}
    return Province.objects.get_or_create(key=key, defaults=defaults)[0]


def industry(key="2018-14", name="Sản xuất trang phục", section="C"):
    catalogue, code = key.split("-")
    above = Industry.objects.get_or_create(
        key=f"{catalogue}-{section}",
        defaults={"catalogue": catalogue, "code": section, "level": "section", "name_vi": f"Ngành {section}"},
    )[0]
    defaults = {"catalogue": catalogue, "code": code, "level": "division", "section": above, "name_vi": name}
    return Industry.objects.get_or_create(key=key, defaults=defaults)[0]


def tool(code="ISO9001", name="Hệ thống quản lý chất lượng", category="system"):
    return ImprovementTool.objects.get_or_create(code=code, defaults={"name_vi": name, "category": category})[0]


def programme_712():
    return Programme.objects.get_or_create(code="712", defaults={"name_vi": "Chương trình 712"})[0]


def phase(code="2016-2020"):
    first, last = map(int, code.split("-"))
    dates = {"starts_on": dt.date(first, 1, 1), "ends_on": dt.date(last, 12, 31), "is_main": True}
    return Phase.objects.get_or_create(programme=programme_712(), project=None, code=code, defaults=dates)[0]


def indicator(code, name="", kind=Indicator.Kind.FLOW, **fields):
    fields = {"name_vi": name or code, "unit_vi": "đơn vị", "kind": kind} | fields
    found, created = Indicator.objects.get_or_create(code=code, defaults=fields)
    if created:
        IndicatorVersion.objects.create(
            indicator=found, number=1, valid_from=dt.date(2010, 1, 1), definition_vi=f"Định nghĩa của {found.name_vi}"
        )
    return found


def project(code="DA-1", name="Dự án một"):
    return Project.objects.get_or_create(code=code, defaults={"programme": programme_712(), "name": name})[0]


def standard(number_text="TCVN 1:2017", **fields):
    issuer = IssuingBody.objects.get_or_create(code="BKHCN", defaults={"name_vi": "Bộ Khoa học và Công nghệ"})[0]
    fields = {"kind": "tcvn", "number_key": number_text, "year": 2017, "title": f"Tiêu chuẩn {number_text}"} | fields
    return Standard.objects.get_or_create(number=number_text, issuer=issuer, defaults=fields)[0]


def report_type():
    defaults = {"name": "Báo cáo năm", "frequency": "year", "cut_offs": "31/12"}
    return ReportType.objects.get_or_create(code="year", defaults=defaults)[0]


# --- evidence --------------------------------------------------------------------------------------------------


def upload(name="minutes.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def document(title="Biên bản", *, by=None, association="", kind=Document.Kind.OTHER, content=PDF, **fields):
    return documents.store(
        upload(f"{title}.pdf", content), title=title, kind=kind, by=by, association=association, **fields
    )


# --- associations ----------------------------------------------------------------------------------------------


def association(code, name="", **fields):
    return Association.objects.create(code=code, abbreviation=code[:20], name_vi=name or f"Hiệp hội {code}", **fields)


def authority(association_row=None, **fields):
    """Who signs for an association, or for the programme; the same person each time."""
    name = f"Đại diện {association_row.code}" if association_row else "Người ký của Chương trình"
    fields = {
        "position": "Chủ tịch" if association_row else "Phó Tổng cục trưởng",
        "basis": "Quyết định số 01/QĐ",
        "valid_from": START,
    } | fields
    return SigningAuthority.objects.get_or_create(association=association_row, full_name=name, defaults=fields)[0]


def agreement(association_row, *, prepared_by, approved_by, status=Agreement.Status.IN_FORCE, **fields):
    """An agreement; one that is approved or later has its number, one that is signed or later all signatures."""
    fields = {
        "title": f"Bản ghi nhớ với {association_row.code}",
        "starts_on": START,
        "ends_on": END,
        "prepared_by": prepared_by,
    } | fields
    if status not in (Agreement.Status.DRAFT, Agreement.Status.CANCELLED):
        fields = {"submitted_by": prepared_by, "submitted_at": timezone.now()} | fields
    if status not in (Agreement.Status.DRAFT, Agreement.Status.SUBMITTED, Agreement.Status.CANCELLED):
        fields |= {"approved_by": approved_by, "approved_at": timezone.now(), "year": 2017, "serial": number()}
    if "serial" in fields and status != Agreement.Status.APPROVED:
        name = association_row.code
        for side, signs in (("programme", authority()), ("association", authority(association_row))):
            fields |= {
                f"{side}_authority": signs,
                f"{side}_signatory": signs.full_name,
                f"{side}_signatory_position": signs.position,
                f"{side}_signed_on": START,
            }
        if "signed_document" not in fields:
            fields["signed_document"] = document(
                f"Bản ký {fields['title']}", by=prepared_by, association=name, kind=Document.Kind.AGREEMENT
            )
    return Agreement.objects.create(association=association_row, status=status, **fields)


def package(agreement_row, code="", **fields):
    code = code or f"{agreement_row.association.code}-2017-{number():03d}"
    fields = {
        "name": f"Gói giải pháp {code}",
        "status": SolutionPackage.Status.RUNNING,
        "starts_on": START,
        "ends_on": END,
        "quota_enterprises": 10,
        "quota_courses": 3,
        "quota_trainees": 60,
    } | fields
    row = SolutionPackage.objects.create(agreement=agreement_row, code=code, **fields)
    PackageItem.objects.create(package=row, position=1, tool=tool())
    PackageItem.objects.create(package=row, position=2, training="Đào tạo nhận thức", hours=16)
    return row


def report(agreement_row, *, starts_on=START, ends_on=END, **fields):
    fields = {"due_on": dt.date(2018, 1, 15)} | fields
    row = PeriodicReport.objects.create(
        agreement=agreement_row,
        report_type=report_type(),
        period_starts_on=starts_on,
        period_ends_on=ends_on,
        **fields,
    )
    ReportReview.objects.create(
        report=row, round=row.round, action="opened", by=agreement_row.prepared_by, revision=row.revision
    )
    return row


def accepted(submitted_by, accepted_by):
    """The fields of an accepted report."""
    return {
        "status": PeriodicReport.Status.ACCEPTED,
        "submitted_by": submitted_by,
        "submitted_at": timezone.now(),
        "accepted_by": accepted_by,
        "accepted_at": timezone.now(),
        "round": 1,
    }


def need(association_row, stated_by, title="Nhu cầu", **fields):
    return Need.objects.create(association=association_row, stated_by=stated_by, title=title, **fields)


def workshop(title="Hội thảo", participants=(), **fields):
    row = Workshop.objects.create(title=title, held_on=fields.pop("held_on", DAY), **fields)
    row.participants.set(participants)
    for association in participants:
        row.attendance.create(organisation=f"Đơn vị dự {title}", name="Nguyễn Văn Bình", association=association)
    WorkshopConclusion.objects.create(
        workshop=row, position=1, text=f"Kết luận của {title}", owner="Văn phòng", due_on=END
    )
    return row


# --- enterprises -----------------------------------------------------------------------------------------------


def enterprise(name="", *, members_of=(), **fields):
    code = fields.pop("tax_code", None) or tax_code()
    fields = {"province": province(), "industry": industry()} | fields
    row = Enterprise(name=name or f"Công ty {code}", tax_code=code, **fields)
    row.set_subject_key()
    row.save()
    for association_row in members_of:
        Affiliation.objects.create(enterprise=row, association=association_row, starts_on=START)
    return row


def support(enterprise_row, package_row, **fields):
    fields = {"starts_on": START, "ends_on": DAY, "tool": tool()} | fields
    return Support.objects.create(enterprise=enterprise_row, package=package_row, **fields)


def course(package_row, title="Khóa đào tạo", trainees=(), **fields):
    fields = {
        "starts_on": DAY,
        "ends_on": DAY + dt.timedelta(days=2),
        "hours": 16,
        "province": province(),
        "declared_trainees": len(trainees),
    } | fields
    row = TrainingCourse.objects.create(package=package_row, title=title, **fields)
    for person in trainees:
        Enrolment.objects.create(course=row, trainee=person)
    return row


def trainee(association_row, full_name="Nguyễn Văn An", **fields):
    return Trainee.objects.create(association=association_row, full_name=full_name, **fields)
