"""A series and an earlier one of the patient side by side: choosing, aligning, scrolling together, growth."""
