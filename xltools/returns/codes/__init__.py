"""The findings of the bureau's desk, a family a module.

D1 files that cannot be taken (files), D2 and D3 projects, deadlines and versions (matching), D4 the
form against what was sent out (sent), D6 projects side by side (across).
"""
