"""Words that the engine uses as values or makes of names, marked here because its source shows no sentence.

The engine and a training know no language; where the window shows such a word, `app.i18n.sentence` finds it.
Holds data only.
"""

from __future__ import annotations

from app.i18n import mark

#: What a value can be, and who says it.
VALUES = (
    mark("unknown"), mark("yes"), mark("no"), mark("measured"), mark("model"), mark("counted"),
    mark("file header"), mark("withheld"), mark("undecided"), mark("accepted"), mark("rejected"),
    mark("malignant"), mark("benign"), mark("indeterminate"), mark("out of range"), mark("no model"),

)  # fmt: skip
#: Inputs of risk models and guidelines, as `engine.risk.evaluate.Input.words` names them.
INPUTS = (
    mark("age"), mark("sex"), mark("family history"), mark("emphysema"), mark("diameter"),
    mark("nodule type"), mark("upper lobe"), mark("nodule count"), mark("spiculation"), mark("ever smoker"),
    mark("extrathoracic cancer"), mark("exam"), mark("finding"), mark("mean diameter"), mark("solid part"),
    mark("status"), mark("previous category"), mark("months since previous"), mark("smooth benign shape"),
    mark("proximal airway"), mark("cyst change"), mark("suspicious features"), mark("screening"),
    mark("known cancer"), mark("immunosuppressed"), mark("multiple"), mark("high risk"),
)  # fmt: skip
#: Steps of an analysis and of a report, in the progress line and in the work list.
STEPS = (
    mark("load"), mark("lungs"), mark("candidates"), mark("measure"), mark("patch"), mark("assess"),
    mark("write"), mark("files of the series"), mark("outlines"),
)  # fmt: skip
#: Parts of sentences.
PARTS = (
    mark("thick"), mark("apart"), mark("stable"), mark("earlier"), mark("present"), mark("coronal"),
    mark("sagittal"), mark("oblique"), mark("calibrated"), mark("network"), mark("patient"),
)  # fmt: skip
#: Verdicts of a fine-tuning.
VERDICTS = (
    mark("better"), mark("recalibrated"), mark("forgets"), mark("not proven"), mark("not better"),
)  # fmt: skip
