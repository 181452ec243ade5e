"""Measure speed and memory: what Digitcam adds to the cost of the video codec, compared with the bars.

One module per part of the table, `run` runs them, `rows` states the bars. Only the command ``bench`` imports this room.
It may import every room but training and commands.
"""
