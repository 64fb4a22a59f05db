"""Pictures of every view of the window, for the user guide and to be looked at: `noduscope screenshots`."""
