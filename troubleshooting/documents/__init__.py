"""An article as one document: its schema, its Markdown file, its linter and its rendering.

Pure: values in, values out. Nothing here imports another room of the portal or touches a database.
``schema`` is the lowest module; ``keys`` and ``markdown`` (parse and print) build on it; ``lint`` and
``rendering`` read a finished document.
"""
