"""Tables of results as text, Markdown, JSON, CSV and Excel, and texts that are safe to show.

What the commands, evaluate, bench and the exports share.

Imports nothing of the package.
"""
