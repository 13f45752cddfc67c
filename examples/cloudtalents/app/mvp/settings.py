"""The application's settings. What Part 4 of the move changes stands between the two lines; the rest is any Django project's."""

import os
import sys

from mvp import parameters

# ----------------------------------------------------------------- managed services: database, images and secrets by SSM

# In small letters: Django takes it for no setting, and shows it nowhere.
told = parameters.read()

SECRET_KEY = told["secret_key"]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "mvp",
        "HOST": told["database_endpoint"],  # the box until the switch, RDS after it
        "USER": told["db_user"],
        "PASSWORD": told["db_password"],
        # A connection that the fence has cut is not used again, and a database that is closed is told within seconds.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # deploy/gunicorn.service says how the server's certificate is checked, on the box and in the image.
        "OPTIONS": {"connect_timeout": 5, "sslmode": os.environ.get("PGSSLMODE", "require")},
    }
}

STORAGES = {
    "default": {
        "BACKEND": "mvp.storage.MediaStorage",
        "OPTIONS": {
            "bucket_name": told["image_storage_bucket_name"],
            "custom_domain": told["image_storage_cloudfront_domain"],
            "location": "media",  # the import puts the box's files there too: ImageStore spec.import.to
            "querystring_auth": False,  # CloudFront signs towards S3; its URLs carry no signature
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
        },
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# One line in the journal for whoever asks which database this process writes to; never a value that is secret.
print(f"settings: {len(told)} parameters of {parameters.PATH}, database {told['database_endpoint']}", file=sys.stderr)

# ----------------------------------------------------------------------------------------------------------------------

DEBUG = False
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")
ROOT_URLCONF = "mvp.urls"
WSGI_APPLICATION = "mvp.wsgi.application"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
