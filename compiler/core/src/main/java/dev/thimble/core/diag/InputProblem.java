package dev.thimble.core.diag;

/** 08xx: data files and the command line. */
public enum InputProblem implements Problem {
    /** A data file that cannot be read. */
    FILE_UNREADABLE(801, "the file %s cannot be read: %s", ""),
    /** The output folder cannot be written. */
    FOLDER_UNWRITABLE(802, "the folder %s cannot be written: %s", "choose another folder with -o"),
    /** The output folder holds something that no compiler run wrote. */
    FOLDER_NOT_OURS(
            803,
            "the folder %s exists and is no Thimble package",
            "choose a new or empty folder, so that nothing is lost"),
    /** A folder that is not a compiled package. */
    NOT_A_PACKAGE(804, "%s is no compiled package", "make one with thimble compile MODEL --board B -o OUT"),
    /** A data line that is neither kind. */
    LINE_INVALID(805, "line %d is neither label<TAB>text nor a JSON object: %s", "give a .tsv or a .jsonl file"),
    /** A data file without a line. */
    DATA_EMPTY(806, "the file %s has no line", ""),
    /** Token ids that the model cannot take. */
    IDS_INVALID(807, "the input_ids must be 1 to %d numbers below %d", "leave them out to have the text tokenized"),
    /** Accuracy needs labels. */
    LABEL_MISSING(
            808, "line %d has no label of the model: \"%s\"", "every line needs one of the labels of config.json"),
    /** A call that the command line does not allow. */
    USAGE(809, "%s", "see thimble --help", ExitStatus.USAGE),
    /** A name that cannot be part of a C function's, or that something else has. */
    NAME_INVALID(
            810,
            "\"%s\" cannot name a package, for %s",
            "give another with --name: lower-case letters, digits and underscores, a letter first",
            ExitStatus.USAGE),
    /** A sequence that the model cannot take. */
    LENGTH_INVALID(811, "a sequence of %d tokens is not between 1 and the model's %d", "", ExitStatus.USAGE),
    /** A word that is neither a stage of the compiler nor a pass. */
    STAGE_UNKNOWN(
            812,
            "\"%s\" is no stage",
            "write read, fold, equalize, quantize or plan, or the name of a pass",
            ExitStatus.USAGE),
    /** A package with files in it that Thimble did not write. */
    FOLDER_HAS_OTHERS(
            813,
            "the package %s holds what Thimble did not write: %s",
            "move it elsewhere, so that nothing is lost, or choose another folder"),
    /** A package with files in it that were changed. */
    FOLDER_EDITED(
            814,
            "the package %s holds files that were changed since Thimble wrote them: %s",
            "keep them elsewhere and delete them here, so that nothing is lost, or choose another folder"),
    /** A package whose list of files cannot be trusted. */
    MARK_DAMAGED(
            815,
            "the list of the package's files is damaged in line %d",
            "choose another folder, or delete the package by hand"),
    /** A file where Thimble wants to write one. */
    FILE_IN_THE_WAY(
            816, "%s is in the way, and Thimble did not write it", "move it elsewhere, so that nothing is lost"),
    /** A file that came into a package while it was replaced; a warning. */
    FILES_KEPT(
            817,
            "files were put into the package %s while it was replaced, and are kept in %s",
            "move them to where you want them"),
    /** A data line that says what is not understood. */
    LINE_UNUSABLE(818, "line %d cannot be used: %s", ""),
    /** A data file without an end. */
    FILE_TOO_LONG(819, "the file %s has more than %d bytes", "split it"),
    /** A class that the model does not have. */
    LABEL_INDEX(820, "line %d has the class %d, but the model has the classes 0 to %d", ""),
    /** A text that the memory of a board does not hold. */
    TEXT_TOO_LONG(
            821,
            "the text of %d bytes is longer than the memory of %s holds",
            "shorten it, or use --target host, which answers the same"),
    /** Arguments whose bytes Java could not read. */
    ARGUMENT_GARBLED(
            822,
            "the argument \"%s\" has characters that this locale cannot tell",
            "set LC_ALL to a locale with UTF-8, such as C.UTF-8",
            ExitStatus.USAGE),
    /** A fault of Thimble's own. */
    INTERNAL(
            823,
            "Thimble itself has failed: %s",
            "with --debug the stack trace is printed; please report it together with what you did"),
    /** A Java heap that is too small. */
    OUT_OF_MEMORY(
            824,
            "the memory that Java may use, %d MiB, is not enough",
            "allow more, for example with JAVA_TOOL_OPTIONS=-Xmx4g"),
    /** A word that is no form of constants. */
    WEIGHTS_UNKNOWN(825, "\"%s\" is no form of weights", "write c or blob", ExitStatus.USAGE),
    /** Constants that are linked, in a package whose images can be replaced. */
    UPDATABLE_LINKED(
            833,
            "weights of the form %s are linked with the code, and an update cannot replace them",
            "leave --weights out",
            ExitStatus.USAGE),
    /** A package with several models, where one is meant. */
    MODEL_AMBIGUOUS(826, "the package has several models: %s", "name one with --model", ExitStatus.USAGE),
    /** A model that a package does not have. */
    MODEL_UNKNOWN(827, "the package has no model \"%s\"; its models: %s", "", ExitStatus.USAGE),
    /** Two models that the C could not tell apart. */
    NAME_TWICE(
            828, "two models are called \"%s\"", "give each a name of its own: --name A --name B …", ExitStatus.USAGE),
    /** So many values of an option for so many models. */
    COUNT_UNFIT(
            829, "%s is given %d times for %d models", "give it once for each model, in their order", ExitStatus.USAGE),
    /** An option that concerns one model, and a call with several. */
    ONE_MODEL(830, "%s takes one model, and %d are given", "", ExitStatus.USAGE),
    /** A word that is no way to give models their arenas. */
    ARENAS_UNKNOWN(831, "\"%s\" is no kind of arenas", "write shared or each", ExitStatus.USAGE),
    /** A graph's text that no graph is written as. */
    GRAPH_DAMAGED(832, "this is no %s; line %d: %s", "compile the model again"),
    /** What concerns an image, for a package that has none. */
    NO_IMAGE(
            834,
            "weights of the form %s are linked with the code: there is no image that this could be about",
            "add --updatable or --weights blob",
            ExitStatus.USAGE),
    /** Room for fewer labels than there are, or for more than can be counted. */
    LABEL_ROOM(
            835,
            "room for %d labels is not between the model's %d and %d",
            "labels beyond the room of a program need another program",
            ExitStatus.USAGE),
    /** A file that cannot be written. */
    FILE_UNWRITABLE(836, "the file %s cannot be written: %s", ""),
    /** A file that does not keep what this search measures. */
    SEARCH_OTHER(
            837,
            "the file %s keeps %s",
            "name another file with --resume, so that nothing is lost, or delete it by hand",
            ExitStatus.USAGE),
    /** An output folder of Thimble's own that holds something else. */
    FOLDER_OF_ANOTHER_KIND(
            838,
            "the folder %s holds %s, which is something else",
            "choose a new or empty folder, so that nothing is lost"),
    /** A word that is no kind of export. */
    EXPORT_UNKNOWN(839, "\"%s\" is no kind of export; there are %s", "", ExitStatus.USAGE),
    /** A firmware that there is not. */
    EXPORT_NOT_BUILT(
            840,
            "the package %s has no firmware %s",
            "compile it for a board that takes UF2, such as pico, and run thimble build");

    private final CatalogueEntry entry;

    InputProblem(int code, String sentence, String hint) {
        this.entry = CatalogueEntry.of(code, sentence, hint);
    }

    InputProblem(int code, String sentence, String hint, ExitStatus status) {
        this.entry = new CatalogueEntry(code, sentence, hint, status);
    }

    @Override
    public CatalogueEntry entry() {
        return entry;
    }
}
