"""What pages on one record share."""

from django.contrib import messages
from django.shortcuts import redirect

from common import locks
from common.access import RequiresPermission


class _InState:
    """Sends the reader back to the record with a sentence when a lock or its state forbids the page."""

    def refusal(self, record):
        return ""

    def changed(self, record):
        """Return what the page changes, whose locks forbid it: another record where it adds to that one."""
        return record

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        lock = locks.lock_of(self.changed(self.object), request.user)
        if sentence := locks.in_words(lock, request.user) if lock else self.refusal(self.object):
            messages.error(request, sentence)
            return redirect(self.object)
        return super().dispatch(request, *args, **kwargs)


class RecordPage(RequiresPermission):
    """Looks a record up among those the reader may see: without the permission 403, a stranger's row 404."""

    related: tuple[str, ...] = ()

    def get_queryset(self):
        return self.model._default_manager.visible_to(self.request.user).select_related(*self.related)

    def get_object(self, queryset=None):
        if not hasattr(self, "_found"):
            self._found = super().get_object(queryset)
        return self._found


class ChangePage(RecordPage, _InState):
    """A page that changes a record; ``refusal(record)`` returns a sentence where the record's state forbids that."""


def add_errors(form, error, **names):
    """Put the ``ValidationError`` of a service into ``form``, each message at its field.

    ``names`` maps a field of the model to the form's own; what has no field stands above the form.
    """
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        name = names.get(field, field)
        form.add_error(name if name in form.fields else None, errors)
