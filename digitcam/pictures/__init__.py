"""Picture files in, rows of results out.

`loading` decodes files into `pages`. Below it, `jpeg_frame`, `webp_frame`, `pillow_frames` and `child_frames` open the
formats; `child`, `child_process` and `child_decoder` decode PDF and HEIC files in a child process. `jpeg` and `png`
leave out metadata at which decoders fail, `orientation` reads EXIF, `tones` and `ground` make eight bits of all kinds
of pixels, `pixels` converts them in strips, `damage` fills what a file lacks, `budget` limits the memory, `foreign` and
`problems` say what is wrong with a file.

`crop` reads one region of a picture, `annotate` draws readings, `encoding` makes PNG and JPEG, `stored` makes the
copies that are kept, `export` turns readings into rows. `corrections` holds a table as it was read and as a person
corrected it, `table_export` writes it to files. Imports config, errors, readings, reporting, vision and recognition.
"""
