"""How hypothesis runs here: no deadline, since machines that run tests are busy; the same examples every time."""

from hypothesis import settings

settings.register_profile("cleanpage", deadline=None, derandomize=True)
settings.load_profile("cleanpage")
