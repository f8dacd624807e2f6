"""What a report says that only its form can judge: in any words, read as widely as the form allows."""
