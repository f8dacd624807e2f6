"""What a report names: papers, people, units, projects, dates, methods."""
