"""What shows only when projects' forms are laid side by side (review check 52), outliers and all.

Only forms that count are compared, each project once. Nothing is told that honest forms of one
bureau have in common: round amounts, results that are just the target, texts about a unit.
"""
