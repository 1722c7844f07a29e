"""The lists that can be saved as files, by name: a job finds the list again that a page was asked for."""

from importlib import import_module

from motcua.doors.staff.lists import SavedList

# The pages register their lists when they are loaded; a worker serves no pages and must load them first.
_PAGES = ("motcua.doors.staff.register", "motcua.doors.staff.work")
_by_name: dict[str, SavedList] = {}


def register(saved: SavedList) -> SavedList:
    """Make a list known under its name."""
    _by_name[saved.name] = saved
    return saved


def known(name: str) -> bool:
    """Whether there is such a list."""
    for page in _PAGES:
        import_module(page)
    return name in _by_name


def named(name: str) -> SavedList:
    """The list of this name. Raises KeyError for none."""
    if not known(name):
        raise KeyError(name)
    return _by_name[name]
