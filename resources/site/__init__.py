"""The documentation as one site: what it is built from, and whether its links lead somewhere. No part of the program."""
