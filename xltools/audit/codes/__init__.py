"""What remarks say, a catalogue for each group of rules."""
