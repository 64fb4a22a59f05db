"""What readers state beyond accept and reject: risk inputs, corrections, comments, what was read."""
