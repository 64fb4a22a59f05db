"""The series rail, and the ways by which a series comes into it and onto the screen."""
