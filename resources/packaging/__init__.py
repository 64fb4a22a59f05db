"""How the program is packed: what its bundle holds, how big it is, what it is made of.

No part of the program: the bundle leaves it out.
"""
