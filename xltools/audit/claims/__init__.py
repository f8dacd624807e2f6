"""What a report claims: amounts, rates, scores, counts, indicators, names. Nothing is judged here."""
