"""`/healthz`: the process answers. `/readyz`: the database can be reached and is migrated."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers


class HealthMiddleware:
    """Answers before everything else: a probe has no session and may use any host name or plain HTTP."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.migrated = False  # stays true once seen: reading the plan costs more than the probe

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return _plain("ok")
        if request.path == "/readyz":
            return self.ready()
        return self.get_response(request)

    def ready(self) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            if not self.migrated:
                executor = MigrationExecutor(connection)
                self.migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            return _plain("The database cannot be reached.", status=503)
        if not self.migrated:
            return _plain("The database is not migrated: run manage.py migrate.", status=503)
        return _plain("ok")


def _plain(text: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(text + "\n", status=status, content_type="text/plain; charset=utf-8")
    add_never_cache_headers(response)
    return response
