<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>engine</name>
    <message>
        <location filename="engine/analyse.py"/>
        <source>The model has no filter for candidates: suggestions are ordered by contrast alone, and many of them are vessels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/assess.py"/>
        <source>The network gave no usable number for this nodule, so there is no score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/assess.py"/>
        <location filename="engine/models/registry.py"/>
        <source>{error} The model that came with the program is used instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/assess.py"/>
        <source>No score: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/assess.py"/>
        <source>Size alone ({long_axis_mm} mm) would speak for malignant, at {by_size}: take the benign call with care.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/desk.py"/>
        <source>The folder {out} cannot be written ({strerror}). Choose another one for the results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/desk.py"/>
        <source>Another run of Noduscope is writing to {out}. Wait for it, or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/desk.py"/>
        <source>The folder of the results cannot be seen from the worker: workers on other machines need it, and the images, under the same path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/executors.py"/>
        <source>{address} is no address of a cluster; it should be dask://HOST:PORT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/executors.py"/>
        <source>A Dask cluster needs the `cluster` extra: pip install 'noduscope[cluster]'.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/executors.py"/>
        <source>No Dask scheduler answers at {address}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/executors.py"/>
        <source>The Dask scheduler at {address} has no workers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/plan.py"/>
        <source>Another series of the same study shows the same part of the body and is analysed instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/plan.py"/>
        <source>Not analysable: {warnings}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/run.py"/>
        <source>The process that analysed it ended unexpectedly; it may have run out of memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/run.py"/>
        <source>The run was stopped before it was analysed; the next run goes on with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/run.py"/>
        <source>The summary could not be written to {out}: {strerror}. What was analysed is there; run the same command again when there is room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/run.py"/>
        <source>{error} What was analysed is in {out}; run the same command again when there is room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/worker.py"/>
        <source>There is not enough memory to analyse it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/worker.py"/>
        <source>The results cannot be written: {or}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/worker.py"/>
        <source>It could not be analysed because of a fault in the program ({place}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/batch/worker.py"/>
        <source>The model of this run is not installed where this worker runs, or has been removed meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/candidates/filter.py"/>
        <source>The candidate {kind} of the model {id} {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/candidates/filter.py"/>
        <source>{name} gave {centre} centres, {width} diameters and {score} scores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/candidates/filter.py"/>
        <source>{who} has no readable recorded answers ({PARITY}): {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/candidates/filter.py"/>
        <source>{who} does not give the answers recorded when it was exported (difference {max}, allowed {TOLERANCE}). It was not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/candidates/graph.py"/>
        <source>{who} lacks the input or output {lacking} (docs/detection.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/candidates/graph.py"/>
        <source>{who} cannot be used: {reasons}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/candidates/graph.py"/>
        <source>OpenVINO cannot use it ({splitlines}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/candidates/graph.py"/>
        <location filename="engine/runtimes/onnxruntime_runtime.py"/>
        <location filename="engine/runtimes/tensorrt_runtime.py"/>
        <source>ONNX Runtime cannot be loaded on this machine ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/candidates/graph.py"/>
        <source>ONNX Runtime {version__}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/candidates/graph.py"/>
        <source>ONNX Runtime cannot use it ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/checks.py"/>
        <source>{else}  {name}: {text} ({ms} ms)
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/classify.py"/>
        <source>Slice {which} here could not be decoded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/description.py"/>
        <source>Readers would probably differ on this nodule: ratings of {mean} ± {deviation} of 5 are expected, split more evenly than three to one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>It holds a document (such as a PDF), whose pages may name the patient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>It holds a recording of a voice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>SCREEN SAVE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>PATIENT PROTOCOL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>The folder to write to and the one to read from lie in one another: the copies would be read again, or be among the originals. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>Left out, since {telling}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <location filename="engine/dicom/scan.py"/>
        <source>There is not enough memory to read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>Its DICOM elements make no sense and cannot be copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>It is a copy of a file that is there already; the copy is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>Look at it before you pass it on: {telling}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>It is a ZIP archive inside another one. Unpack it and name it by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>It is cut off, or damaged: it does not say what it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>It has no instance UID, so nothing can refer to it; it is not copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>It is a DICOMDIR: it lists files under their old names. Make a new one of the copies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/anonymise.py"/>
        <source>It holds raw data in its maker's own form.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/codestream.py"/>
        <source>The compressed picture ({name}) is damaged or cut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/codestream.py"/>
        <source>The compressed picture has another size than the file says; it may be damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/codestream.py"/>
        <source>The compressed picture has another kind of pixels than the file says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/datasets.py"/>
        <source>The header of one of its files can no longer be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/deidentify.py"/>
        <source>Basic Application Confidentiality Profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/deidentify.py"/>
        <source>Retain Longitudinal Temporal Information Modified Dates Option</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/deidentify.py"/>
        <source>{path} holds no key: it must be one line of at least {KEY_BYTES} hexadecimal digits. Name another file, or one that does not exist yet to have a key made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/deidentify.py"/>
        <location filename="engine/server.py"/>
        <source>Noduscope {version__}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It is a DICOMDIR.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It claims {frames} frames but holds {fragments}; it may be cut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It is {modality} without pictures, not a CT slice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It is a CT header without pixel data; the picture is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It holds no picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It is {modality}, not a CT slice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It is {what} in colour, not a CT slice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Nothing in it says that it is CT (no modality, no SOP class, no rescale).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It is {what} (modality {modality}); Noduscope reads CT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Its number of rows or columns is missing or zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It claims {rows} x {columns} pixels; more than {MAX_SIDE} a side is not believed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>It claims {frames} frames; 1 to {MAX_FRAMES} are believed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Bits Allocated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Bits Stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Pixel Representation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>{missing} missing: how the pixels are stored is unknown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Its pixels are stored in an impossible way ({stored} bits in {allocated}, high bit {high}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Its compressed pixels ({syntax}) are not stored in fragments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Its pixels are stored in fragments, though the file says that they are uncompressed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/describe.py"/>
        <source>Its pixel data are cut off: {present} of {expected} bytes are there. Copy or export the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/dicomdir.py"/>
        <source>The DICOMDIR names a file outside its folder; it is not followed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/dicomdir.py"/>
        <source>The DICOMDIR names this file, but it is not there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/fallback.py"/>
        <source>The temporary folder cannot be written, which {name} needs to be decoded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/fallback.py"/>
        <source>The compression {name} could not be decoded. Export the series uncompressed or as JPEG Lossless.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/fallback.py"/>
        <location filename="engine/dicom/pixels.py"/>
        <source>The compressed picture has another size than the file says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The slices can be viewed; nothing is measured in 3-D and no verdict is given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>{shown} and {LISTED} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>{n} between {a} and {b}, which are {distance} apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>{total} slice{else} missing from a stack with {spacing_mm} steps: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The slices are unevenly spaced: {low} between {low2} and {low3}, {high} between {high2} and {high3}; they lie up to {off_mm} off a regular stack. {NO_ANALYSIS}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The slices are shifted sideways against each other, {name} by {off_mm}. {NO_ANALYSIS}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The gantry was tilted by {degrees} degrees: the slices slide against each other along the stack. {NO_ANALYSIS}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>There is one slice only ({name}), so nothing has a known depth. {NO_ANALYSIS}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The slices are {worst} {what}, more than {THICK_LIMIT_MM} mm: small nodules may lie between them or vanish in them. {NO_ANALYSIS}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The slices are {worst} {what}, more than {THICK_WARNING_MM} mm: sizes along the stack are uncertain and small nodules can be missed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The slices are {plane}; nodules are judged on axial slices. {NO_ANALYSIS}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>Position or orientation of the slices is missing or impossible (first in {name}); they are ordered by their number only. Nothing is measured in mm and no verdict is given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The distance between pixels is missing or impossible (first in {name}). Nothing is measured in mm and no verdict is given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>{n} file{else} of slices at the same position and {else2} left out: {names}. The analysis is not affected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The series holds {count} pictures at each position (other times, kernels or image types); each set is shown as a stack of its own. The analysis of each is not affected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>Different pictures share a position ({names} at {position_mm}) and nothing in the files says which belong together; they are shown as separate stacks. {NO_ANALYSIS}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The series mixes slices of different size ({sizes}); each size is shown as a stack of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The pictures were compressed with loss (first in {name}): Hounsfield units are approximate, and so are mean density and the model's probability.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>Rescale slope or intercept is missing (first in {name}); the values may not be Hounsfield units. {NO_ANALYSIS}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The values are not Hounsfield units according to {name}. {NO_ANALYSIS}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The files leave the unit of the values open (first {name}); they are rescaled as CT is and read as Hounsfield units.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The modality is missing (first in {name}); the pictures are read as CT. Check that they are before you trust a verdict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>This is a scout (localizer), not a stack of slices. {NO_ANALYSIS}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>This is a secondary capture: its values are grey levels of a picture, not of a scanner. {NO_ANALYSIS}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/flags.py"/>
        <source>The stack has {voxels} thousand million voxels, more than can be held in memory, and is not loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>It is not a DICOM file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>It is a ZIP archive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>The file is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>The DICOM header is damaged and cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>The DICOM header is too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>The deflated DICOM dataset is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/header.py"/>
        <source>The deflated dataset would unpack to more than {MAX_INFLATED_BYTES} GiB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/instance.py"/>
        <source>{name}, frame {frame}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/instance.py"/>
        <source>{label}, frame {frame}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>Not one of its {failed} slices could be decoded. {reasons}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>The series has more voxels than can be held in memory and is not loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>There is not enough free memory for this series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>The series needs int16 of shape {size}, not {dtype} of {shape}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>There is not enough free memory to decode it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>The picture is damaged in a way that the decoder does not know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/load.py"/>
        <source>{slices} slice{else} could not be decoded ({names}) and {else2} shown as air: {reason} Nodules that reach such a slice are not measured or judged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>The file has become shorter since it was scanned. Open its folder again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>The file holds {frames} of the {frames2} frames it lists.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>The compressed picture is damaged or cut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>The compressed picture is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>The compression {syntax} is not supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>The compressed picture ({name}) is damaged or cut off and cannot be decoded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/pixels.py"/>
        <source>No decoder can read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/scan.py"/>
        <source>It is a ZIP archive without DICOM files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/scan.py"/>
        <source>Its DICOM header makes no sense and cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/scan.py"/>
        <source>It is a ZIP archive inside another one. Unpack it and open it by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/series.py"/>
        <source>It is a copy of a slice that is there already; the copy is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>This member of the ZIP archive is damaged and cannot be unpacked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>Its name is not valid text (UTF-8). Rename it and open it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>There is no file or folder of this name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>It is neither a file nor a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>Access is denied; ask for permission to read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>It is a link to something that does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>The system cannot read it: {or}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>The ZIP archive is damaged or incomplete and cannot be opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>The ZIP archive lists {infos} files; at most {MAX_MEMBERS} are read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>The ZIP archive would unpack to more than {MAX_ARCHIVE_BYTES} GiB and is not opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>It is encrypted in the ZIP archive. Unpack the archive with its password first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>It would unpack to more than {MAX_MEMBER_BYTES} GiB and is not opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/dicom/sources.py"/>
        <source>It would unpack to {ratio} times its size, which no CT does, and is not opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>Fine-tuning is due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>No drift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>Too little to tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>A shift does not say that the model is wrong, only that it was not tested on this: label at least {NODULES} nodules of {PATIENTS} patients from these months, then Models &gt; Fine-tune tells whether a fine-tuned model is better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>Nothing was read with this model yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>{of} series with {n_accepted} accepted nodules in {name}. Scores are compared from {MIN_SCORES} nodules on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>In {name} {compared}, as far as their number can tell.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>{n} with {key}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>{count} of {of} series in {name} lie outside the training data: {reasons}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>The scores of {n} accepted nodules in {name} lie elsewhere than those of the {n_reference} nodules that the model was tested on ({accepted}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>The scores of {n} suggestions in {name} lie elsewhere than in the first months ({suggested}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>The model took no side on {accepted} of the accepted nodules in {name}; in its test it was at most {expected}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>The model took no side on {now} of the suggestions in {name}; in the first months it was {before}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>PSI {psi}, of which chance explains {noise}; KS {ks}, p {p}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/hint.py"/>
        <source>{or} ({low} to {high})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/drift/months.py"/>
        <source>{name} to {name2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>Mass, {size} mm: suspicious by size, no score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>{size_mm} mm is larger than any nodule the model was trained on (up to {high} mm), so there is no score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>{size_mm} mm is smaller than any nodule the model was trained on (from {low} mm), so there is no score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>The nodule is not wholly in the scan, so there is no score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>No score, because of the series: {reasons}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>Slices of {thickness} mm are thicker than those the model was trained on (up to {high} mm), so there is no score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>Pixels of {pixel} mm are coarser than those the model was trained on (up to {high} mm), so there is no score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>Only {inside} of what the model looks at lies in the scan, so there is no score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>Slices of {thickness} mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>Pixels of {pixel} mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>The files do not name the scanner's manufacturer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>The model was not trained on scanners of {strip}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>The model was not trained on the kernel {kernel}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>The images were compressed with loss, which may change the score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>{inside} of what the model looks at lies outside the scan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/envelope.py"/>
        <source>{what} are finer than those the model was trained on (from {low} mm).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/explanation.py"/>
        <source>Only {share} of what speaks for malignant lies on the nodule or within {MARGIN_MM} mm of it: the score may rest on something else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/geometry.py"/>
        <source>A grid needs at least one voxel along each axis; got size {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/geometry.py"/>
        <source>A grid needs three finite step vectors and a finite origin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/geometry.py"/>
        <source>The grid's steps {steps_mm} do not span space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/geometry.py"/>
        <source>The array has shape {shape}, its grid has size {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle.py"/>
        <source>{path} exists and is no file of labels, so it was not replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle.py"/>
        <source>There are no labels to export.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle.py"/>
        <source>{path} cannot be written: {or}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_document.py"/>
        <source>{size} voxels are too many for a crop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_document.py"/>
        <source>{file} is said to be two different crops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_file.py"/>
        <location filename="engine/labels/sr.py"/>
        <source>{name} cannot be read: {or}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_file.py"/>
        <source>{name} is no file of labels, or it is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_file.py"/>
        <source>{name} is no file of labels of Noduscope.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_file.py"/>
        <source>{name} was written by another version of Noduscope (its schema is {found}, this program knows {SCHEMA}). Update this program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_file.py"/>
        <source>{name} is damaged or no file of labels: {where} is not as it has to be ({first}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_file.py"/>
        <location filename="engine/models/package.py"/>
        <source>{name} holds one name twice, so it was not opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_file.py"/>
        <source>{name} {what} {odd}. It was not opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_file.py"/>
        <source>{name} holds more than a file of labels can, so it was not opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_file.py"/>
        <source>{name} is damaged: the voxels in {file} cannot be read. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_file.py"/>
        <source>{name} is damaged at {name2}. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/bundle_file.py"/>
        <source>{name} in {name2} is larger than it can be. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/crop.py"/>
        <source>A crop of {size} voxels got {shape} of HU and {shape2} of mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/crop.py"/>
        <source>The nodule's centre lies outside its series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/csv_file.py"/>
        <source>{IN_PATIENT}, or {IN_SERIES}, or {ON_SLICE}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/csv_file.py"/>
        <source>Row {line_num} of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/csv_file.py"/>
        <source>{name} is not a table that can be read: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/csv_file.py"/>
        <source>{name} holds no labels: there is no row below its header.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/csv_file.py"/>
        <source>{name} is not text in UTF-8. Save the table as CSV in UTF-8.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/csv_file.py"/>
        <location filename="engine/labels/lidc.py"/>
        <source>{name} cannot be read: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/csv_file.py"/>
        <source>{name} has no column {missing}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/csv_file.py"/>
        <source>{name} does not say where the nodules are: it needs the columns {POSITIONS}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/csv_file.py"/>
        <source>{name} has the column {twice} twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/csv_file.py"/>
        <source>{column} is {column2}, which is no number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/csv_file.py"/>
        <source>{what}; it can be {Label}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/importing.py"/>
        <source>{origin}: this label was taken back since; it was left so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/importing.py"/>
        <source>{origin}: {reader} labelled this nodule {label} since; that was left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/lidc.py"/>
        <source>{name} does not name its series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/lidc.py"/>
        <source>Nodule {name} of reader {reader} in {name2}: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/lidc.py"/>
        <source>Nodule {number} of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/lidc.py"/>
        <source>{name} is not text in UTF-8, as LIDC-IDRI's files are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/lidc.py"/>
        <source>{name} declares entities, as no file of LIDC-IDRI does; it is not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/lidc.py"/>
        <source>{name} is not a whole XML file: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/lidc.py"/>
        <source>{name} is not a reading of LIDC-IDRI's CT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/lidc.py"/>
        <source>{marks} of {readers} readers, malignancy {ratings}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/merge.py"/>
        <source>{name} was written with another secret: give --key the file that was used to export it, or none if none was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/merge.py"/>
        <source>A label of {reader}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/merge.py"/>
        <source>A review of {reader}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/merge.py"/>
        <source>In series {series_uid} {reader} approved a label of their own; the label is taken, the approval is not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/merge.py"/>
        <source>{what} in series {series_uid} is from a time to come: the clock of that workstation is wrong. It was not taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/sr.py"/>
        <source>{name} is a damaged DICOM file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/sr.py"/>
        <source>{name} holds no measurement groups (TID 1500), so no nodules.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/sr.py"/>
        <source>Finding {number} of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/sr.py"/>
        <source>{name} is not a DICOM file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/labels/sr.py"/>
        <source>{name} is a DICOM file, but not a structured report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>The nodule cannot be measured: the slices of this series are unevenly spaced, so that lengths across slices mean nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>There is no nodule at this position: ({place}) mm lies outside the scan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>There is no nodule at this position: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>The lesion touches the wall of the lung; where it ends there is an estimate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>The lesion could not be parted from a vessel, so that its size may be too large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/lesion/measure.py"/>
        <source>The lesion reaches the border of the scan; only what is seen was measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/lungs.py"/>
        <source>No lungs were found: the scan holds {volume_ml} ml of aerated lung (at least {MIN_LUNG_ML} ml are needed). No nodules were searched for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/lungs.py"/>
        <source>The lungs reach the edge of the image: a part of them is not in the scan and was not searched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/lungs.py"/>
        <source>The lungs go on beyond the first or last slice; {volume_ml} ml of lung were searched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/lungs.py"/>
        <source>Only one aerated lung was found. Nothing was searched for on the other side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/lungs.py"/>
        <source>Much of the lungs holds no air (effusion, collapse or consolidation): nodules in there cannot be told from their surroundings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>{name} is installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>{name} is active.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>{name} is active again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>{name} is removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>{name}: its files are as they were exported; it is {signed}. </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>{name} is exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>The model could not be {what}: {reason}. Nothing has changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/model_desk.py"/>
        <source>The model could not be written to {path}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/candidates.py"/>
        <source>{unfit}: files that find candidates have names with {PREFIX} first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/candidates.py"/>
        <source>The model {id} {version} brings nothing to find candidates with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/checks.py"/>
        <source>{name} {version} gives the recorded answers on {device}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The model {id} {version} has no file {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{folder} exists and is not a model package, so it was not replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The manifest for {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>There is no model package at {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The model {id} {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: its parity patches have shape {shape}, its manifest says {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: output {name} should have shape {shape}, got {shape2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who} does not give the answers recorded when it was exported: {name} differs by {max} (allowed {tolerance}) on {name2} {version}, {device}. It was not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: its manifest names {named} attributes, its network gives {shape}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: its output 'ratings' is no probability of each of {N_RATINGS} ratings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{label} is not a model package: it has no {MANIFEST}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The model package {label} cannot be read: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The manifest of {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The model package {label} lacks its file {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The file {name} of the model package {label} cannot be read: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The file {name} of the model package {label} is not the one that was exported (its SHA-256 differs from the manifest's). It was not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The signature of the model package {label} cannot be read: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The model package {label} was not used: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who} is larger than {MAX_MANIFEST_BYTES} MB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who} breaks the schema at {where}: {first}{more}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>A model package may not have a file named {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>A model package may not have files whose names differ only in case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>A model package may have at most {MAX_FILES} files; this one has {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The model package lacks {missing}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{name} is not a model package: it has no {MANIFEST}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{name} unpacks to more than {MAX_TOTAL_BYTES} GB, so it was not opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>The manifest of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{name} holds {extra}, which its manifest does not name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{name} is not a readable zip file: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{name} could not be unpacked: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: its parity vectors cannot be read ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: its parity vectors lack {missing}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/package.py"/>
        <source>{who}: its parity vectors must be floating point, one row a vector.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/reference.py"/>
        <source>The reference scores of the model {id} cannot be read: they need the columns label (0 or 1) and probability ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>There is no model {name}; `noduscope models list` shows those there are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>More than one version of {name} is installed: name one of {versions}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>Another model named {package} is installed, with other contents; remove it first, or export this one with a new version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>There is no earlier model to go back to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>There is no model {name} to remove.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>The model {name} came with the program and cannot be removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>The model {name} is active; activate another one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>The model {name} could not be removed: {strerror}. Is it in use?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>The model {package} was refused, since it was not found better than its parent {id} {version}. {sentence} Whoever wants it all the same must export it again with an override that names a reason and a reader.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/registry.py"/>
        <source>The choice of model could not be read; the one that came with the program is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/models/signature.py"/>
        <source>{name} in the user's data folder holds no Ed25519 key, so nothing can be signed. Move it away to have a new one made; packages signed before will then count as signed by another key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/check.py"/>
        <source>Of {sent} files that were sent {received} arrived.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/check.py"/>
        <source>{received} files were sent to this computer and arrived.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>There is not enough memory to read the object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>The object's header makes no sense.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>The object's identifiers are no UIDs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>The object is of a kind that is not taken here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>The object is not the one that was announced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>The object claims {pixels} GiB of pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/checks.py"/>
        <source>The object holds fewer pixels than it says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>{text} is no AE title: it has 1 to 16 letters, digits or signs, without a backslash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>{text} is no IP address to listen at, such as 127.0.0.1 (this computer only).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>{text} is no IP address and no network such as 192.168.4.0/24.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>{text} is no name or address of a computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>A node needs a name of 1 to 64 characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>There are two nodes called {twice}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>A node is to be reached over TLS, but no certificate files are given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>Known: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>Add it with `noduscope nodes add`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>There is no node called {name}. {hint}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>{path} cannot be read ({strerror}). Nothing is opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>{path} cannot be used: {error} Mend it or delete it; nothing is opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>The network settings could not be saved ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/config.py"/>
        <source>Value error, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>There is no computer called {{host!r}}. Check the node's address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{name} ({ae_title} at {host}, port {port})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{who} refused: {text}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{name} answers, but does not offer {service} to this station.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{who} does not talk over TLS, or a certificate was not accepted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{who} closed the connection. Check that this is a DICOM port, and whether it wants TLS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{host} does not answer at port {port}. Check address, port and firewall.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>Nothing listens at {host}, port {port}. Check that {name} runs, and its port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>The connection to {name} broke off, or it stopped answering. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/link.py"/>
        <source>{name} answered with status 0x{Status}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>The receive folder {root} cannot be written ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>The receive folder cannot be put in order ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>Rejected: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>An object was too large; the transfer was cut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <location filename="engine/network/retrieve.py"/>
        <source>What came could not be put in place ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>A transfer was cut off after {n_new} images, now put aside. Send the series again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>PDU too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>{address}, port {port}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>Port {port} at {address} is in use, by another program or by a Noduscope that already receives. End that one or choose another port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>This user may not listen at {place}. Choose a port above 1023.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>This computer has no address {address}. Choose one of its own, or 127.0.0.1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/listener.py"/>
        <source>It is not possible to listen at {place} ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/query.py"/>
        <source>Say what to look for: a patient's ID or name, a date, a modality or an accession number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/query.py"/>
        <source>The first date is after the last one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/query.py"/>
        <source>That is no StudyInstanceUID: it has digits and dots only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/query.py"/>
        <source>{name} could not answer (status 0x{Status}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/query.py"/>
        <source>ISO_IR 192</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>Cancelled; nothing of it is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>A UID of what to fetch makes no sense: it has digits and dots only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>The folder {root} cannot be written ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>{name} cannot be fetched from by C-GET. Add the node with C-MOVE instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>{name} sent nothing: it does not have that series any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>{refused} Nothing of it is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>{name} could not send all of it (status 0x{Status}{came}). Nothing of it is kept; try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>{name} fetches by C-MOVE, which needs receiving to be switched on here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>Receiving is under way here, so {name} can only send to the receive folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>Nothing came from {name}. It must know this station's AE title, address and port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/retrieve.py"/>
        <source>Nothing came from {name}. It must be among the allowed peers, and know this station's AE title, address and port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>It is no DICOM file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>The connection broke off before it was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>There are no DICOM files to send.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>It cannot be read ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>Its DICOM header makes no sense.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>A DICOMDIR describes files and is not sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>{name} does not take objects of this kind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>It cannot be encoded for sending.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>The node does not take the way it is encoded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>The node does not take the way it is encoded, and it cannot be decoded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>{name} has no room for it (status 0x{code}). Send it again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/send.py"/>
        <source>{name} did not keep it (status 0x{code}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/storing.py"/>
        <source>The disk is full: nothing more is taken until there is room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/storing.py"/>
        <source>The object could not be written ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/storing.py"/>
        <source>The object is too large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/network/tls.py"/>
        <source>The certificate files for TLS cannot be used: certificate, key (without password) and authority must be PEM files that belong together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/novelty.py"/>
        <source>The file {FILE} of the model {id} {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/novelty.py"/>
        <source>{who} cannot be read: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/novelty.py"/>
        <source>{who} is of another network: it knows embeddings of {size} numbers, the network gives {width}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/novelty.py"/>
        <source>This looks unlike the nodules that the model was trained on ({distance} times as far away as they typically are; {UNLIKE_PERCENTILE} % of unseen nodules stay within {limit}), so there is no score.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/outline_mask.py"/>
        <source>A nodule without an outline has no mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/patch.py"/>
        <source>A patch needs an odd number of pixels along each axis; got {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/patch.py"/>
        <source>A patch needs positive spacings; got {spacing_mm} mm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/prior/compare.py"/>
        <source>The scans cannot be compared by position: their lungs do not look alike (correlation {correlation}). Are both of this patient, and both of the chest?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/prior/compare.py"/>
        <source>The earlier scan does not reach this place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/prior/compare.py"/>
        <source>No nodule was measured in the earlier scan. {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/prior/compare.py"/>
        <source>What lies nearest in the earlier scan is {away} mm off: no nodule was seen at this place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/prior/compare.py"/>
        <source>What lies at this place in the earlier scan is {mean_mm} mm wide, less than half: the nodule may be new. Click it there if it is the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>{mean_mm} mm to {mean_mm2} mm mean diameter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/prior/growth.py"/>
        <source>{sizes} ({change_mm} mm) {when}: {change}; {volume}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/prior/register.py"/>
        <source>The scans cannot be compared by position: no lungs were found in the {which} one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/reading.py"/>
        <source>{hu}{values} mm²</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report.py"/>
        <source>Nodule {id} at x {x}, y {y}, z {z} mm (slice {largest_slice})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report.py"/>
        <source>{replace} {value} of {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>This installation cannot write {unknown}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>No format is chosen. Choose at least one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>The chosen formats have nothing to say without a finding. Choose PDF, SR or JSON too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>The files of this series have been moved, changed or removed since it was opened. Open it again; the draft is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>Judged by the model {judged_by}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>Nodule {number} of the report lacks or garbles {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>Nodule {number} of the report has no outline: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>The outline was made anew; its long axis is {long_axis_mm} mm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>The report was not written. {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>There is no free name for a report in {parent}. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>There is no room left for the report in {folder}. Free some space, or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/report_desk.py"/>
        <source>The folder {folder} cannot be written ({reason}). Choose another one for the report; the draft is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/brock.py"/>
        <source>Brock (PanCan) full model with spiculation, 2013</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/brock.py"/>
        <source>Brock (PanCan) full model without spiculation, 2013</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/brock.py"/>
        <source>At {diameter_mm} mm this is a mass: the model is for nodules up to 30 mm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>McWilliams et al., N Engl J Med 2013;369:910</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>{words} unknown ({source})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>{words} unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>{rule}: {answer}. Source: {source}. Inputs: {inputs}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>Brock, spiculation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>Brock, without</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>Swensen et al., Arch Intern Med 1997;157:849</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <location filename="engine/risk/lung_rads.py"/>
        <source>Lung-RADS v2022</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>American College of Radiology</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>Fleischner 2017</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/evaluate.py"/>
        <source>MacMahon et al., Radiology 2017;284:228</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>{text}: {strip} is not a number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>{text} cannot be {strip}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>{text} must be a whole number, not {strip}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Lung cancer in the family</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Smokes or has smoked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Has or had a cancer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>High risk (Fleischner)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Cancer outside the chest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Screening CT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Number of nodules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Earlier Lung-RADS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Interval to it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Long axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Short axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Solid part, mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Kind of finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Suspicious features</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Smooth, oval or angular</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Segmental or more proximal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/facts.py"/>
        <source>Change of the cyst</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>Fleischner Society 2017</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 6-12 months, then consider CT at 18-24 months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 6-12 months, then at 18-24 months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 3-6 months, then consider CT at 18-24 months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 3-6 months, then at 18-24 months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 6-12 months, then every 2 years until 5 years</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 3-6 months; if the solid part stays below 6 mm, CT every year until 5 years</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 3-6 months; if stable, CT at 2 and 4 years</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>CT at 3-6 months, then by the most suspicious nodule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>{nodule_type}, single, {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>The guideline is not for screening: use Lung-RADS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>The guideline is not for patients younger than 35 years.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>The guideline is not for patients with a known cancer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>The guideline is not for immunosuppressed patients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/fleischner.py"/>
        <source>At {mean_diameter_mm} mm this is a mass, not a nodule.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads.py"/>
        <source>Lung-RADS has a clause for this ({clause}), but it has not been checked against ACR's document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads.py"/>
        <source>The solid part ({solid} mm) cannot be larger than the nodule ({size} mm).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads.py"/>
        <source>The table has no cell for a non-solid nodule of 30 mm or more that grows fast.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/lung_rads.py"/>
        <source>The table has no cell for a nodule that is stable {months_since_previous} months after category {previous_category}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/mayo.py"/>
        <source>Mayo Clinic (Swensen) model, 1997</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/mayo.py"/>
        <source>The model excludes patients with a cancer outside the chest within 5 years.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/mayo.py"/>
        <source>The model is for nodules of 4 to 30 mm, not of {diameter_mm} mm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>Not computed. {reasons}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>The {name} is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>The {name} cannot be {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/risk/terms.py"/>
        <source>The {name} must be a whole number, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/choose.py"/>
        <source>There is no runtime {name}; there are {openers}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/choose.py"/>
        <source>{reasons} Using {name} instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/onnxruntime_runtime.py"/>
        <source>ONNX Runtime</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/onnxruntime_runtime.py"/>
        <source>ONNX Runtime cannot use this model ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/onnxruntime_runtime.py"/>
        <source>The network must take one input (it takes {inputs}) and lacks the outputs {or}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/openvino_runtime.py"/>
        <source>OpenVINO cannot be loaded on this machine ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/openvino_runtime.py"/>
        <source>OpenVINO cannot use this model ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/openvino_runtime.py"/>
        <location filename="engine/runtimes/tensorrt_runtime.py"/>
        <source>The network lacks the outputs {missing}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/tensorrt_runtime.py"/>
        <source>TensorRT cannot use this model ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/tensorrt_runtime.py"/>
        <source>ONNX Runtime has providers for a GPU, but none of them opens here: the driver, CUDA or TensorRT is missing or of another version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/tensorrt_runtime.py"/>
        <source>TensorRT does not open here; CUDA runs the model instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/tensorrt_runtime.py"/>
        <source>{note} FP16 is TensorRT's.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/tensorrt_runtime.py"/>
        <source>The packages onnxruntime and onnxruntime-gpu are both installed and overwrite each other. Uninstall both, then install onnxruntime-gpu alone (docs/techniques/compression.md).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/tensorrt_runtime.py"/>
        <source>TensorRT needs the package onnxruntime-gpu in place of onnxruntime (docs/techniques/compression.md); it is not installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/runtimes/tensorrt_runtime.py"/>
        <source>This ONNX Runtime has no provider for a GPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/selection.py"/>
        <source>It is not analysable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/selection.py"/>
        <source>{series} mm in slices of {series2} mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/selection.py"/>
        <source>It is the only axial series of its part of the body in its study ({series}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/selection.py"/>
        <source>Of {rivals} axial series of the same part of the body it is the best to analyse ({series}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/selection.py"/>
        <source>Another series of the same study shows the same part of the body and is analysed instead ({best}; this one is {series}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>The model failed to start ({name__}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>A line was too long to be a request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>The request was not understood ({else}{first}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>A request with the id {id} is under way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>There was not enough memory for this. Close other series or programs and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>The engine failed at this ({name__}). The log says where.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/server.py"/>
        <source>{name__} at </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/service.py"/>
        <source>The engine has no {kind} request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/service.py"/>
        <source>The files of this series have been moved, changed or removed. Open it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/service.py"/>
        <source>The files of this series have changed since it was opened. Open it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/service.py"/>
        <source>The series has no slice {slice}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/service.py"/>
        <source>The model has changed meanwhile. Please click again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/shared_memory.py"/>
        <source>This block of shared memory was closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/shared_memory.py"/>
        <source>The shared memory that the request names does not exist (any more).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/shared_memory.py"/>
        <source>The shared memory that the request names holds {size} bytes; an array of shape {shape} and type {dtype} needs {size2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/shared_memory.py"/>
        <source>Shared memory cannot hold an array of shape {shape} and type {dtype}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/shared_memory.py"/>
        <source>There is not enough shared memory for {size} MB. Close other series or programs; in a container, give it a larger /dev/shm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/slab.py"/>
        <source>A slab needs a thickness above 0 mm; got {thickness_mm}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/stated_report.py"/>
        <source>{text} according to the reader{by}: {value}{was}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} cannot be used: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/store/errors.py"/>
        <source>The store {path} could not do what was asked: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/store/labels.py"/>
        <source>{or} made this label: another reader approves it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/store/labels.py"/>
        <source>The same reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/store/labels.py"/>
        <source>This nodule has no label.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/store/measurements.py"/>
        <source>There is no measurement {number} in the store {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/store/opening.py"/>
        <source>The store {path} {FOREIGN}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/store/opening.py"/>
        <source>The store {path} was written by a later version of Noduscope (its tables are of version {version}, this program knows {HEAD}). It was left as it is: use the later version, or move the file away to start with an empty one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/store/opening.py"/>
        <source>The store {path} {DAMAGED}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/store/statements.py"/>
        <source>{name} cannot be {value} here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/volume.py"/>
        <source>A volume holds HU as int16, not {dtype}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/volume.py"/>
        <source>The voxels have shape {shape}, the grid has size {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="engine/volume.py"/>
        <source>A volume needs one origin for each slice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{size} mm is a mass, for which no score is given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>There are {benign} benign and {malignant} malignant nodules; at least {MIN_OF_CLASS_RECALIBRATE} of each are needed to learn or to calibrate anything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{malignant} decided nodules of {patients} patients ({benign} benign, {malignant2} malignant) are too few to train a network: that takes {MIN_NODULES} nodules, {MIN_PATIENTS} patients and {MIN_OF_CLASS_FINETUNE} nodules of each class. The probability alone is recalibrated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>The model {id} {version} was trained on {seen} of these patients, so nothing could be proven on them. Start from the model that it was made from, or leave these patients out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{document} pair(s) of nodules under different patient numbers show one picture. Such patients are kept in one part.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{document} nodule(s) are in the dataset twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{document} nodule(s) are unlike those that the model was trained on in size, slices, pixels or scanner.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{number} more {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>For a fine-tuning label {wanted}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>Few nodules are {rarer}: more of them would help more than any others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{document} nodule(s) labelled unsure are neither trained on nor counted; a follow-up or pathology would decide them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>{document} flagged nodule(s) stay out until a second reader approves them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>Take back one label of each nodule that is in the dataset twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/check.py"/>
        <source>Look whether these patients were filed under two numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/choices.py"/>
        <source>{name} fine-tuned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/contents.py"/>
        <source>{licence} Fine-tuned on a site's own nodules, which are in no part of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/control.py"/>
        <source>{folder} exists and is not a run of a fine-tuning. Choose a new one with --out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/control.py"/>
        <source>A fine-tuning is running in {folder} already{who}. Wait for it, or stop it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/export.py"/>
        <source>{name} must end in {SUFFIX}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/export.py"/>
        <source>The model was not exported, since it was not found better. {sentence} Whoever wants it all the same gives a reason and a name (--override REASON --reader NAME); both go into the package.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/export.py"/>
        <source>The model was not exported: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/figures.py"/>
        <source>The reference set has nodules of one class only, so it cannot tell what was forgotten.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>AUC {m} against {m2}, {m3} of {m4} calls changed, maps correlate by {m5}; one patch {m6} ms against {m7} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>The graph in whole numbers (INT8) is included: {measured}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>A graph in whole numbers (INT8) is not included: {measured}. {reasons}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>Its AUC is lower by {loss} (at most {MAX_AUC_LOSS}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>It changes {metrics} calls (at most {MAX_CALLS_CHANGED}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>Its maps differ (correlation below {MIN_CAM_CORRELATION}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>Its probabilities on the parity patches differ by more than 0.05.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/int8.py"/>
        <source>It is not faster on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/limits.py"/>
        <source>The fine-tuning needs {used_mb} MB of memory, more than the {limit_mb} MB that it may take on this machine. What it finished is kept. Use less of the reference set (--replay), or a machine with more memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/paired.py"/>
        <source>The final model must have judged the untouched nodules, and only those.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/paired.py"/>
        <source>The run {name} has no verdict yet: its training is not finished. Run `noduscope train finetune` with the same --out again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/paired.py"/>
        <source>The scores of the run {name} cannot be read: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/paired.py"/>
        <source>The scores have {rows} rows, but {values} of {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/paired.py"/>
        <source>The scores hold a {name} that is not a number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/plan.py"/>
        <source>There is no reference set to replay (--reference). Leave --replay out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/record.py"/>
        <source>{folder} is not a run of a fine-tuning: it has no {RECORD}. `noduscope train finetune` makes one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/record.py"/>
        <source>{path} cannot be read as a fine-tuning's record: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/record.py"/>
        <source>The fine-tuning in {folder} is not finished. Run `noduscope train finetune` with the same --out again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/record.py"/>
        <source>The fine-tuning in {folder} has not finished its training {name}. Run `noduscope train finetune` with the same --out again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/result.py"/>
        <source>The model {given_as} is not the one that the fine-tuning in {run} started from ({id} {version}). Install that one again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/result.py"/>
        <source>The {what} is not the one that the fine-tuning in {run} was made with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/run.py"/>
        <source>The run folder holds a fine-tuning with {what}. Choose a new folder with --out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/run.py"/>
        <source>A file of the run could not be written or read ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/run.py"/>
        <source>The fine-tuning ended by a fault of the program ({name__}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/split.py"/>
        <source>{n_folds} folds need at least as many patients; there are {patients}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/split.py"/>
        <source>{shared} {what}(s) are in more than one part of the division.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/split.py"/>
        <source>{names} patients cannot be divided into {shares} parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/study_base.py"/>
        <source>No case is from a scanner of {manufacturer}; there are {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/study_base.py"/>
        <source>All patients have scans of {wanted}; nothing is left for a base model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/study_figures.py"/>
        <source>{document}, {site} nodules of {site2} patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/study_figures.py"/>
        <source>The site: {of_site}, divided {document} times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/study_figures.py"/>
        <source>The base: trained on {base} nodules of {base2} other patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/study_figures.py"/>
        <source>{text} ({n} nodules): AUC {auc_of} before, {auc_of2} after, change {change} ({change2} to {change3})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/tune.py"/>
        <source>The training diverged (its loss is not a number). Lower the learning rates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict.py"/>
        <source>No verdict can be given: there are {scores} nodules with a label, {counts} of them malignant. At least {FEW} are needed, of both classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>Brier score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>{figure} gain {figure2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>{local} local nodules of {local2} patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>On the reference set the AUC changes by {on_reference}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>What it does to nodules from elsewhere was not measured: no reference set is installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>Better here: {gain} on {n}. {general}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>Better calibrated here: {gain} on {n}. The order of the scores is as before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>Better here ({gain} on {n}), but worse elsewhere: on the reference set the AUC changes by {on_reference}, and at most -{allowed} is allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>Not better: {gain} on {n}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>Not proven: {gain} on {n}{missing}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>There are only {local} patients; with fewer than {FEW_PATIENTS} the intervals are narrower than they should be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>The diameter alone gives AUC {size} here, no less than the new model's {new}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>The new model's probabilities are worse calibrated than the old one's (ECE).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>No reference set is installed, so the general performance was not measured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>The base model was trained on {reference} of the {reference2} reference nodules: the figures there say what was forgotten, not how good either model is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>The loss on the reference set may be more than {max_loss}: its interval ends at {gain}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>{title}: {part} nodules of {part2} patients, {part3} malignant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>{changed} nodules change side; the new model is right in {right} of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>It cannot be exported without an override that names a reason and a reader.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>{n} nodules, {untouched} malignant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>The untouched part ({counts}) is too small to confirm anything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>On the {n} untouched nodules the final model does worse than the old one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>The untouched part has only {n} nodules: it confirms little.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/finetune/verdict_text.py"/>
        <source>{figure} ({figure2} to {figure3})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/examine.py"/>
        <source>{out} exists and is not a doctor's report. Choose a new folder with --out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/examine.py"/>
        <source>At least two cases are needed to train; there are {trainable}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/examine.py"/>
        <source>{wrong} of {findings} checks found something wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/examine.py"/>
        <source>Nothing wrong was found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/labels.py"/>
        <source>{counts} nodules are benign and {counts2} malignant, {decided} undecided.{advice}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/labels.py"/>
        <source>{pairs} pairs of cases show the same picture, {opposed} of them with opposite labels. Leave one of each out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/labels.py"/>
        <source>No two cases show the same picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/labels.py"/>
        <source>Too few diameters are known to compare them with the labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/labels.py"/>
        <source>Diameter alone tells malignant from benign with an AUC of {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/labels.py"/>
        <source>Every pixel is a number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/labels.py"/>
        <source>Some patches hold pixels that are not a number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/labels.py"/>
        <source>Pixels lie from {low} to {high} HU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/labels.py"/>
        <source>Pixels lie from {low} to {high} with hardly any lung below {LUNG_HU}: these are not HU. Check rescale slope and intercept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/labels.py"/>
        <source>Window {number} ({lower} to {upper} HU) shows {outside} of the pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/learning.py"/>
        <source>Nothing can be learnt: every layer is frozen. Lower `net.frozen_blocks`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/learning.py"/>
        <source>The label's loss on one batch went {fell}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/learning.py"/>
        <source>The loss became infinite or no number on one batch: the learning rates are too high, or an input is no number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/learning.py"/>
        <source>{what} (bound {bound}): the network can learn. That says nothing of the labels: shuffled ones are learnt by heart as well. Only the held-out folds, and size against label, tell those.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/learning.py"/>
        <source>{what}, not below {bound}: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/learning.py"/>
        <source>Gradients reach all {gradients} parts that learn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/learning.py"/>
        <source>No gradient reaches {dead}: the input there is constant, or nothing depends on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/learning.py"/>
        <source>The gradient explodes in {wild}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/learning.py"/>
        <source>No step was made, so none was timed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="training/doctor/learning.py"/>
        <source>A step takes {seconds} s (median, CPU, {threads} thread(s)); the process holds at most {peak_mib} MiB.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
