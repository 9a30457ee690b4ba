"""Content brought in from files: the portal's own, Markdown help sites, a help center's export, decision graphs.

Inside, imports go down: ``uploads`` (files from a browser) → ``runs`` (a collection from beginning to end) → ``storing`` (drafts become
articles, once for each source path), ``catalog`` → ``portal_files``, ``foreign``, ``help_center``, ``graphs`` (each finds its ``items`` and
converts them) → ``markdown`` (the converter) → ``surroundings``, ``kinds``, ``reports`` → ``sources`` (which files there are), ``drafts``.
"""
