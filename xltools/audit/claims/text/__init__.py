"""What is found in the writing: headings, lists, marks, copies, residue."""
