"""The public pages, one module per subject. A view fetches, calls one verb and picks a template."""
