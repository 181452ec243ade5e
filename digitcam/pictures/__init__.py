"""Picture files in, rows of results out.

`loading` decodes files, `crop` reads one region of a picture, `annotate` draws readings, `encoding` makes PNG and JPEG,
`stored` makes the copies that are kept, `export` turns readings into rows. Imports config, errors, readings, vision and
recognition.
"""
