"""A picture in, a Reading out.

`recogniser` is the public door; `pipeline` runs detect → classify → score → select; `layout` turns the result into
lines. `contract` states what the networks take and answer. Imports config, readings and vision; the networks themselves
are handed in as callables, so that nothing here imports a network library.
"""
