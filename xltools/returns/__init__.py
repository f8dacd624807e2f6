"""What came back: records of files and forms, the findings of the bureau's desk, its rules."""
