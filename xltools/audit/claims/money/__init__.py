"""What a report says in figures: amounts, rates, scores, grades, counts, tables of money."""
