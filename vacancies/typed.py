"""What a visitor typed, before a form sees it: without characters that nobody can see.

A form that is refused comes back with what was typed in it. Were that left as it came, a link
to us could show words turned round, or bytes that are no text.
"""

from django.http import QueryDict

from . import words


def visible(data: QueryDict) -> QueryDict:
    """The same fields in the same order; line breaks stay."""
    if all(value.isprintable() for _name, values in data.lists() for value in values):
        return data
    shown = QueryDict(mutable=True)
    for name, values in data.lists():
        shown.setlist(name, [words.clean(value, len(value)) for value in values])
    return shown
