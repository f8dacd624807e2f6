"""The test bench of foreign forms: published tables laid out as the offices print them.

`transcripts` holds what was transcribed, `styles` what the layouts look like, `layouts` draws
one with the other, `variations` does to a drawing what people do to a form, `unseen` invents
further layouts, and `compare` holds what the reader returned against what was drawn.
Nothing in here looks at how the reader works.
"""
