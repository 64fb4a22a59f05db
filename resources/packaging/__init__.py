"""How the program is packed: what its bundle holds, how big that is, what it is made of. No part of the program."""
