"""A form that was opened before somebody else's change is refused once, with what the record says now."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests import builders
from tests.portal.admin_steps import change_url
from tests.racer import form_of

pytestmark = pytest.mark.django_db

# page: (the record among Alpha's, the box that both type in, how the page names it)
PAGES = {
    "enterprises:support-edit": ("support", "result", "Kết quả"),
    "enterprises:course-edit": ("course", "title", "Tên"),
    "enterprises:measurement-edit": ("open_measurement", "name", "Chỉ số đo"),
    "associations:spending-edit": ("spending", "purpose", "Nội dung chi"),
    "enterprises:enterprise-edit": ("enterprise", "address", "Địa chỉ"),
    "associations:need-edit": ("need", "title", "Nhu cầu"),
}


def opened(client, path):
    return form_of(client.get(path).text)


@pytest.mark.parametrize("name", PAGES)
def test_the_second_reads_what_the_record_says_now_and_may_replace_it(name, world, client_for):
    part, box, label = PAGES[name]
    row = getattr(world.alpha, part)
    path, client = reverse(name, args=[row.pk]), client_for(world.alpha.editor)
    mine, theirs = opened(client, path), opened(client, path)

    assert client.post(path, theirs | {box: "Hai"}).status_code == 302
    page = client.post(path, mine | {box: "Một"})

    row.refresh_from_db()
    assert (page.status_code, getattr(row, box)) == (200, "Hai")
    assert page.context["form"].non_field_errors() == [
        f"Có người đã sửa bản ghi này sau khi bạn mở (nội dung hiện nay: {label}: Hai). Nội dung bạn nhập vẫn ở bên "
        "dưới: hãy lưu lại nếu muốn thay nội dung hiện nay."
    ]
    again = form_of(page.text)
    assert again[box] == "Một"

    assert client.post(path, again).status_code == 302

    row.refresh_from_db()
    assert getattr(row, box) == "Một"


def test_a_list_of_people_is_part_of_its_course(world, client_for):
    path = reverse("enterprises:course-edit", args=[world.alpha.course.pk])
    client = client_for(world.alpha.editor)
    mine, theirs = opened(client, path), opened(client, path)
    client.post(path, theirs | {"trainees": "Trần Thị Bê; 1990", "declared_trainees": "25"})

    page = client.post(path, mine)

    assert page.status_code == 200
    assert [place.trainee.full_name for place in world.alpha.course.enrolments.all()] == ["Trần Thị Bê"]


def test_a_form_of_the_admin_that_nobody_else_touched_is_taken(world, administrator, client_for):
    """The mark of a page is that of the same record read again, parts included, whatever columns they have."""
    client, compared = client_for(administrator), 0
    for model, model_admin in admin.site._registry.items():
        row = model._default_manager.order_by("pk").last()
        if row is None:
            continue
        page = client.get(change_url(row))
        if page.status_code == 200:
            stored = model._default_manager.get(pk=row.pk)
            assert page.context["seen"] == model_admin._stored_mark(page.wsgi_request, stored), model._meta.label
            compared += 1
    assert compared > 30


def test_an_act_of_the_admin_is_on_the_record_that_was_shown(world, officer, client_for):
    """Also where only a part of the record was changed: its package."""
    row = builders.agreement(world.alpha.association, prepared_by=officer, approved_by=officer, status="draft")
    package = builders.package(row)
    path = reverse("admin:associations_agreement_change", args=[row.pk])
    move = reverse("admin:associations_agreement_move", args=[row.pk, "submit"])
    client = client_for(officer)
    seen = opened(client, path)["_seen"]
    type(package).objects.filter(pk=package.pk).update(quota_enterprises=99)

    page = client.post(move, {"_confirmed": "1", "_seen": seen})

    row.refresh_from_db()
    assert (page.status_code, row.status) == (200, "draft")
    assert page.context["form"].non_field_errors() == [
        "Có người đã sửa bản ghi này sau khi bạn mở, nên chưa có gì được lưu: hãy xem lại bản ghi rồi quyết định."
    ]
    client.post(move, {"_confirmed": "1", "_seen": opened(client, path)["_seen"]})
    row.refresh_from_db()
    assert row.status == "submitted"
