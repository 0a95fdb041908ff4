"""The door for a web server."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helsetek.config.settings")
application = get_wsgi_application()

# The engine behind the analyses takes seconds to load: here, before workers are forked, and not at somebody's visit.
import_module("helsetek.evaluation.views.pages")
