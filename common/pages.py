"""What pages on one record share."""

from django.contrib.auth.mixins import PermissionRequiredMixin


class VisibleMixin(PermissionRequiredMixin):
    """Looks a record up among those the reader may see: without the permission 403, a stranger's row 404."""

    raise_exception = True
    related = ()

    def get_queryset(self):
        return self.model._default_manager.visible_to(self.request.user).select_related(*self.related)


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
