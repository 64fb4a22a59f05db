"""The audit of maps and masks: do they lie on the nodule, and does the score hang on what they show?"""
