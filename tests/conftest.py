"""What holds for all tests: no example of a property is timed, since a loaded machine is slow and not wrong."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
