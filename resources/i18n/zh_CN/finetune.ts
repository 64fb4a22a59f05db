<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>finetune</name>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>Most passes over the nodules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>Reference nodules for each local one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>Pull back to the old weights (L2-SP)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>Blocks that stay as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>Folds of the cross-validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/advanced.py"/>
        <source>{words}: a number from {least} to {most} is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/command.py"/>
        <source>This step could not be started. Is the installation complete?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/command.py"/>
        <source>This step ended unexpectedly; the computer may have run out of memory. Try it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/command.py"/>
        <source>The answer of this step could not be read: this installation may be mixed up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>the one that runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>Solid: on the nodules it learns from. Dashed: on those that stop it. Dot: the epoch that is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>Trainings shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>AUC on the nodules that stop it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>Shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>bottom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/curves.py"/>
        <source>epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Every label that holds now is copied, without names, into a snapshot that no longer changes; unsure and flagged ones are counted and left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>The labels have not been checked yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Enough to fine-tune the network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Too few to fine-tune the network. Its probabilities can be fitted to your site (two numbers, slope and offset); which nodule it finds more suspicious than which stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Too few to learn anything from yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>pathology</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>follow-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>opinion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>without voxels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>without a patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>not approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>of the synthetic chest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Nodules with a label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <location filename="app/finetune/split.py"/>
        <source>Malignant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <location filename="app/finetune/split.py"/>
        <source>Benign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <location filename="app/finetune/split.py"/>
        <source>Patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Labels rest on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Data check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Model to start from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Check again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Start from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>The labels are being checked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>The reference set is being imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Looking which models there are …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>There is no model to start from. Install one first (menu Models).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Looking what the model in use was made from …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source> (in use)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source> (the one in use was made from it)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Copying the labelled nodules …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>Looking for doubles, patients under two ids and nodules that the model was not made for …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/data_check.py"/>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/documents.py"/>
        <source>The answer of this step is not the one that this window knows: the installation may be mixed up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/feature.py"/>
        <source>A fine-tuning is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/feature.py"/>
        <source>&amp;Fine-tune …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/feature.py"/>
        <source>Fit a model to this site's labelled nodules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/feature.py"/>
        <source>Fine-tuning has ended. {end}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/feature.py"/>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Old model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>New model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Gain (above 0 is better)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <location filename="app/finetune/progress.py"/>
        <source>AUC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>How well malignant and benign are told apart; 0.5 is chance, 1 is perfect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Sensitivity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Share of malignant nodules that are called so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Specificity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Share of benign nodules that are called so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Calibration error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>How far a probability is from what really happens; 0 is perfect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Brier score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Mean squared error of the probability; 0 is perfect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Log loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Mean surprise at the truth; 0 is perfect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>All your nodules, each scored by models that never saw its patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>The untouched part, scored by the model that would be installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>The reference set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>The reference set: none installed, so what is lost on other sites' nodules was not measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>not measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Figures of both models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>; too few of one class for figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>{title}: {n} nodules, {patients} patients{few}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>DeLong (AUC)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>McNemar (calls)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>Paired tests: {tests}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>AUC by diameter alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>What the diameter alone, without any network, would reach.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/figures.py"/>
        <source>{text}  ({low} to {high})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>No nodule changes side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>There is no picture of this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>Nodule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>Right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>Nodules that change side</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="app/finetune/flips.py"/>
        <source>{n} nodules change side: the new model is right in {new}, the old one in {old}</source>
        <extracomment>For one: 1 nodule changes side: the new model is right in {new}, the old one in {old}</extracomment>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>malignant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>benign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/flips.py"/>
        <source>old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>The package holds the network for every runtime, a card with the figures, the training data's hash and a signature of this site; no image and no name. When it is made, its answers are compared with those of the training: a package that answers differently is refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>So it can be put to work only on somebody's word: the reason and the name are written into the package and stay there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Write the reason and your name to overrule the verdict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>The package has not been made yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Export and install</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Why it shall be used all the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Your name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Make the package</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Save a copy …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Looking which model is in use …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Install, and use {name} from now on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>In use now: {active}; it stays installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Go back to {active}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Making the package and comparing its answers …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Save a copy of the package</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>{name}.noduscope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Model packages (*.noduscope)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>The copy could not be written to {path} ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>A copy is at {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Checking and installing the package …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Putting it to use …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>{name} is in use from now on. {active} stays installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Going back …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>{active} is in use again. {installed} stays installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>an INT8 form, faster here and as accurate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>no INT8 form: it would not pay here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Signed by this site (key {signed_by}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>Not signed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>, {st_size:.1f} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/install.py"/>
        <source>{name} is ready{size}. Its answers are those of the training.
ONNX, OpenVINO, and {eight}.
{signed}
SHA-256 {sha256}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/notes_list.py"/>
        <source>Nothing to mend was found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/notes_list.py"/>
        <source>What the data check noticed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/notes_list.py"/>
        <source>   correlation {correlation:.2f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/notes_list.py"/>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/page.py"/>
        <location filename="app/finetune/wizard.py"/>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>final model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>fold {part}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>{what}, network {network}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>Training {index} of {of} ({title}) on {n} nodules.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>Started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>Paused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>Goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>Stopped; everything up to the last epoch is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>Done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>validation loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>{title}, epoch {epoch} of at most {epochs}: {figures}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>epoch {best} is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>no epoch was better than the old weights, which are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/progress.py"/>
        <source>{title} is done; {kept}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Gentle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Only the last layers move. The least that can go wrong; for few nodules, or a scanner much like those that the base model knows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Standard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>The upper half of the network moves, slowly. For most sites.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Thorough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Most of the network moves. For some hundred nodules, or images that differ much; takes longest, and forgets most where there is no reference set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>With so few nodules the network itself stays as it is; slope and offset of its logit are fitted. There is nothing to choose, and it takes a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Another split than before, with this seed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Start training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Advanced ▸</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>The split is being made anew with this seed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Estimating the time on this computer …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Advanced ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>the graphics card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>the processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="app/finetune/recipe.py"/>
        <source>{n} trainings</source>
        <extracomment>For one: 1 training</extracomment>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>Fitted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>{what} on {device}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <location filename="app/finetune/recipe.py"/>
        <source>{n} threads</source>
        <extracomment>For one: 1 thread</extracomment>
        <translation type="unfinished"><numerusform></numerusform></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>at most {memory_limit_mb:.1f} GB of memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/recipe.py"/>
        <source>. Reading goes on meanwhile: it runs with low priority, and this window may be closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>None. What the new model would lose on other sites' nodules cannot be measured, and is held back only by staying near the old weights. Import LIDC-IDRI nodule crops once to have both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Imported. It is replayed in the training, and the verdict measures what is lost on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Importing; this takes a minute or two …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Import …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Reference set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Folder of LIDC-IDRI nodule crops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>The reference set could not be put in its place ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Remove the reference set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/reference.py"/>
        <source>Delete the imported reference set? It can be imported again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/run.py"/>
        <source>The training ended unexpectedly; the computer may have been switched off or out of memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/run.py"/>
        <source>The training could not be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/run.py"/>
        <source>The folder for the run cannot be written ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/run.py"/>
        <source>The training cannot be reached: its folder cannot be written ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>A patient's nodules resemble each other, so a patient is never on two sides. What is asked for is 70 : 15 : 15 of the malignant and of the benign nodules, as near as whole patients allow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>The verdict does not rest on the untouched part alone, which would be too small to decide anything: every nodule of your site is also scored by a model that never saw its patient (cross-validation).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>The split has not been made yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>To learn from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>To stop in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Untouched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>The weights are fitted to these nodules.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Training stops when these no longer improve.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Nothing is fitted to these; they confirm the verdict at the end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Nodules</source>
        <translation>结节</translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>Splitting by patient …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>The split is being made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>{shared_patients} patients are in two parts: this split must not be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/split.py"/>
        <source>0 patients in two parts, checked by patient and by picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>This window may be closed, and Noduscope too: the training goes on by itself, and Models, Fine-tune finds it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Stopped. Resume goes on where it was; nothing that was learnt is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Resume goes on from the last epoch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Deletes what this training has learnt so far. Labels and models stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Delete this run …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Log of the training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>The verdict comes when the training is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>The training is not finished: resume it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Stop at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Delete this run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>{CLOSED_TEXT} Delete it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Pausing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Going on …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Stopping; the last epoch is kept …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source> at {title}, {index} of {of}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>No training yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Starting; loading takes some seconds …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Paused{where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Stopped{where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Not finished{where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Both models score every nodule …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Fitting the probabilities …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Preparing …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>, epoch {epoch} of at most {epochs}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>; {seconds_left} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/training.py"/>
        <source>Training {title}, {index} of {of}{epoch}{left}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/verdict.py"/>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/verdict.py"/>
        <source>Comparing both models on every nodule …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/verdict.py"/>
        <source>The models are being compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/verdict.py"/>
        <source>There is no verdict yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/verdict.py"/>
        <source> About {more_nodules} more labelled nodules would decide it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/wizard.py"/>
        <source>A fine-tuning is running already; this is it. One at a time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/wizard.py"/>
        <source>Nothing here changes the model in use, except the last page's button. Not for sole diagnosis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/wizard.py"/>
        <source>Fine-tune</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/wizard.py"/>
        <source>Start over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/wizard.py"/>
        <source>Begin a new fine-tuning with the labels as they are now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="app/finetune/wizard.py"/>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
