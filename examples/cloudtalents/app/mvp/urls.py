from django.db import connection
from django.http import HttpResponse
from django.urls import path


def healthz(_request):
    """Whether this instance reaches its database: curl http://localhost:8000/healthz."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [path("healthz", healthz)]
