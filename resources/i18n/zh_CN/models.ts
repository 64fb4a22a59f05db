<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>models</name>
    <message>
        <location filename="app/models/card.py"/>
        <source>This package has no model card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>Figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>Where it comes from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>What it may judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>Summary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>Model card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/card.py"/>
        <source>active: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>A package (.noduscope) can be dropped here. Installing it activates nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <location filename="app/models/words.py"/>
        <source>AUC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <location filename="app/models/words.py"/>
        <source>Made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Use this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Verify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Export …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Remove …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Import …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Use it now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <location filename="app/models/drift_dialog.py"/>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Roll back to {earlier}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>No other model was active before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Import a model package</source>
        <translation>导入模型包</translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Export the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Remove the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Remove {name}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Its files are deleted; reports and findings that name it stay as they are. Export it first to keep it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>Model packages (*{suffix})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>It came with the program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>It is active: use another one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/dialog.py"/>
        <source>{name} was chosen outside this window, which still judges with {id}-{version}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>benign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>indeterminate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>malignant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>no score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>share of suggestions, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>Calls by month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>share of scored nodules, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>probability of malignancy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <location filename="app/models/drift_dialog.py"/>
        <source>Scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>first months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_charts.py"/>
        <source>reference nodules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>Counting what was read …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>Counted is what Analyze folder read with this model, and nodules labelled in the window. Suggestions are compared with the site's own first months (until there are 100 scores), since most of them are no nodules; what readers accepted or labelled is compared with the model's reference nodules, scored out of fold. PSI over tenths: large from 0.25, if chance does not explain it and the KS test agrees (p &lt; 0.01). The hint looks at the last three months together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>Drift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>Last months together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>Count again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>What the model said of the suggestions, by month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>{model}, {n} series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>{others} series were read with other models only and are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>Scores, {month}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_dialog.py"/>
        <source>The months could not be counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Outside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Suggested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Median p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>No side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>PSI, first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Median p </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>PSI, ref.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Slices mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Of the first analysis or label with this model (UTC)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Read with this model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Different ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Series from outside the training data: too thick, too coarse, or of another manufacturer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>By the program, and not rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Of the suggestions' scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Suggestions on which the model took no side: indeterminate or out of range, without masses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>PSI of the suggestions' scores against the first months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Nodules that readers accepted or labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Of the accepted nodules' scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>PSI of the accepted nodules' scores against the package's reference nodules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Thickness, smallest to largest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Scanners and kernels that no earlier month had</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>{low:g} to {high:g}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Too few scores to tell, or nothing to compare with yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>PSI {psi:.2f}, of which chance explains {noise:.2f}; KS {ks:.2f}, p {p:.3f}; {n} scores against {n_reference}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/drift_table.py"/>
        <source>Scanners: {makers}.   Kernels: {kernels}.
Slices {slices} mm, pixels {pixels} mm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/feature.py"/>
        <source>Assess again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>AUC of size alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Sensitivity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Specificity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Calibration error (ECE)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Brier score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Checking the package …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Opening the model …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Removing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Checking its answers on every runtime …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Writing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>{value:.3f} ({low:.3f} to {high:.3f})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>The package has no figures: how well it judges was not measured, or not told.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Out of fold, 95 % interval by patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>{n} nodules of {n_patients} patients, out of fold; 95 % interval by patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source> The two columns are of different data; its verdict compares the two on the same nodules.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source> The two columns are of different data and cannot be compared: Fine-tune and `noduscope train compare` do it on the same nodules.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>It was let through although its verdict is “{verdict}”: {override}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>with the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>chosen, but refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>{created}, {model}, {megabytes:.1f} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Parent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>none: it was not fine-tuned from another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Site's data set (SHA-256)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Signature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Trained on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>{n_training_patients} patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Data set (SHA-256)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Recipe (SHA-256)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Package (SHA-256)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>not told</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Nodules</source>
        <translation>结节</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>{low:g} to {high:g} mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Slices</source>
        <translation>层面</translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>up to {most} mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Scanners</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Kernels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>The nodule on screen keeps its score by {judges} until it is assessed again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/models/words.py"/>
        <source>The {count} nodules of this series keep their score by {judges} until they are assessed again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
