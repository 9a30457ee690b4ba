"""The two editors of an article. Both edit the one document; what is shared is here once.

``pages`` (addresses) → ``desk`` (what is done with a posted form) → ``answers`` (page or JSON) → ``editors`` (which there
are, and from one to the other) → ``document``, ``outline`` (what is typed in each) → ``content`` (what both have in common).
"""
