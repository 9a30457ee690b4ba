"""An article as one document: its schema, its Markdown file, its linter and its rendering.

Pure: values in, values out. Nothing here imports another room of the portal or touches a database. Each imports only from
those before it:
``schema``, ``catalog``, ``problems``, ``folding``, ``links``, ``callouts`` → ``commonmark`` → ``keys``, ``paths`` → ``limits``
→ ``markdown`` (parse and print) → ``lint`` · ``safe_html`` → ``rendering`` · ``diff`` · ``drawing``.
"""
