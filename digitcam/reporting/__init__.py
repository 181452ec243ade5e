"""Tables of results as text, Markdown, JSON, CSV and Excel: what evaluate, bench and the exports share.

Imports nothing of the package.
"""
