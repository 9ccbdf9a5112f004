"""The bot as a document that can be carried: out of one dashboard, into another or the same.

``document`` writes it, ``reading`` checks one that somebody brought, ``difference`` says what
it would change, ``applying`` changes it: all of it or nothing, as drafts. ``sheet`` carries the
wording alone, one row a text; what comes back is put into a document and goes the same way.
"""
