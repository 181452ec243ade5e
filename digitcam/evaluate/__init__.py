"""Measure accuracy: several readers read the same pictures, and a table compares their figures with the bars.

Only commands import this room. It may import all rooms but bench, training, ui and commands.
"""
