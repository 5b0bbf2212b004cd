"""A migration operation for the first migration of an app."""

from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation


class CreateTogether(Operation):
    """Create the models that ``operations`` describe at once, in their final shape.

    One after the other, Django renders every related model anew for each model it adds; with the history tables that
    made an empty database take ten seconds, once a start and once a test process. Here models are rendered once.
    ``operations`` may also add fields, constraints and indexes to these models. Nothing else.
    """

    reduces_to_sql = True
    reversible = True
    serialization_expand_args = ["operations"]

    def __init__(self, operations):
        self.operations = operations

    def describe(self):
        return "Create the models of the app"

    def state_forwards(self, app_label, state):
        # A state without rendered models takes new ones for nothing; it is rendered when the database needs it.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self._models(app_label, schema_editor, to_state):
            schema_editor.create_model(model)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self._models(app_label, schema_editor, from_state)):
            schema_editor.delete_model(model)

    def _models(self, app_label, schema_editor, state):
        names = [operation.name for operation in self.operations if isinstance(operation, CreateModel)]
        models = [state.apps.get_model(app_label, name) for name in names]
        return [model for model in models if self.allow_migrate_model(schema_editor.connection.alias, model)]
