"""The bureau's book: every file that came, what became of it, who said what and when."""
