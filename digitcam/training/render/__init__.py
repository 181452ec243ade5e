"""Rendered pictures of digits on paper with ground truth: what the paper network and the verifier learn from.

`skeletons`, `glyph_variants`, `negatives` and `cursive` say what is written, `ink` and `pen` write it, `sheet` arranges
it, `compositions` and `scenes` make pictures of it, `paper`, `objects` and `camera` what is around it, `targets` the
network's ground truth. Imports data, vision and recognition.contract. The same random generator always gives the same
picture.
"""
