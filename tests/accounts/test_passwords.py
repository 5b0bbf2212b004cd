"""Changes of passwords say their rules and leave a trail."""

from django.urls import reverse

from accounts.models import AuditEvent


def test_a_changed_password_is_audited_without_the_password(alpha_editor, client_for):
    alpha_editor.set_password("Hoa-sen-7122010")
    alpha_editor.save()
    answer = client_for(alpha_editor).post(
        reverse("account_change_password"),
        {"oldpassword": "Hoa-sen-7122010", "password1": "Hoa-cuc-1322026", "password2": "Hoa-cuc-1322026"},
    )

    assert answer.status_code == 302
    event = AuditEvent.objects.get(action="user.change_password")
    assert (event.actor, event.object_id, event.changes) == (alpha_editor, str(alpha_editor.pk), {})


def test_rules_of_passwords_are_a_list_and_not_its_markup(alpha_editor, client_for):
    page = client_for(alpha_editor).get(reverse("account_change_password")).content.decode()
    _before, _start, help_text = page.partition('id="id_password1_helptext">')

    assert help_text.startswith("<ul><li>")
