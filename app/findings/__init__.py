"""The nodule list, the card of the selected one, and the way from a click to an entry."""
