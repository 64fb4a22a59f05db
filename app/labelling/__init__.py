"""Labels in the window: what a site knows of its nodules, made while reading, approved by a second reader."""
