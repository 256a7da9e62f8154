package dev.thimble.core.diag;

/** 06xx: boards, compilers, emulators and what they print. */
public enum ToolProblem implements Problem {
    /** The C compiler or the linker refused. */
    BUILD_FAILED(601, "%s ended with status %d: %s", ""),
    /** A program that is not on this machine. */
    TOOL_NOT_FOUND(602, "%s was not found; to install it: %s", "", ExitStatus.TOOL_MISSING),
    /** A program that is there and cannot be started. */
    NOT_STARTED(603, "%s could not be started: %s", ""),
    /** A device that says nothing. */
    DEVICE_SILENT(604, "%s did not answer for %d s; its last lines: %s", ""),
    /** A device that ended before it answered. */
    DEVICE_ENDED(605, "%s ended with status %d before it answered; its last lines: %s", ""),
    /** A device that answers with an error. */
    DEVICE_REFUSED(606, "%s refused the request %s: %s", ""),
    /** A device that answers something else than the protocol allows. */
    ANSWER_MALFORMED(607, "%s gave an answer outside of the line protocol: %s", ""),
    /** A board that does not exist. */
    BOARD_UNKNOWN(608, "there is no board \"%s\"; known boards: %s", "", ExitStatus.USAGE),
    /** A board description that cannot be used. */
    BOARD_UNUSABLE(609, "the board description cannot be used: %s", ""),
    /** A board that no emulator knows. */
    BOARD_NOT_EMULATED(610, "no emulator runs the board \"%s\"", "use a board with an emulator or --target host"),
    /** A function of the firmware that is asked for and not there. */
    FUNCTION_UNKNOWN(611, "the firmware has no function %s", ""),
    /** Recursion: no bound for the stack. */
    STACK_RECURSION(612, "the stack has no bound, for this chain of calls is a circle: %s", ""),
    /** A call through a pointer: no bound for the stack. */
    STACK_INDIRECT(613, "the stack has no bound, for %s calls through a pointer: %s", ""),
    /** A frame of variable size: no bound for the stack. */
    STACK_DYNAMIC(614, "the stack has no bound, for the frame of %s has no fixed size", ""),
    /** The folder is not a compiled package. */
    PACKAGE_INCOMPLETE(615, "the package has no %s", "`thimble compile` writes a package"),
    /** The verifier's classes were not built. */
    VERIFIER_JAR_MISSING(616, "the verifier's jar was not built", "delete .thimble/built and run ./thimble again"),
    /** A build that has not happened yet. */
    NOT_BUILT(617, "the package was not built for %s", "run thimble build first"),
    /** Objects that break a promise of the generated C. */
    OBJECT_FORBIDDEN(618, "the objects hold what inference must not: %s", ""),
    /** A device that talks without end. */
    DEVICE_TOO_SLOW(619, "%s did not finish its answer within %d s; its last lines: %s", ""),
    /** A program of another package. */
    ANOTHER_MODEL(620, "%s runs the model \"%s\" and not \"%s\"", "build the package again with thimble build"),
    /** A well-formed answer that no such model gives. */
    ANSWER_UNFIT(
            621, "%s gave an answer that does not fit the model: %s", "build the package again with thimble build"),
    /** A tool that does not end. */
    TOOL_TOO_SLOW(622, "%s was still running after %d s and was ended", ""),
    /** A released folder cannot be made of what is here. */
    RELEASE_INCOMPLETE(623, "a release needs the file %s", "run ./thimble release in a checkout"),
    /** A board without an emulator, or with one that has no plugins. */
    BOARD_NOT_COUNTED(
            624,
            "nothing counts what is executed on the board \"%s\"",
            "use a board whose emulator.yml says how to count, and a QEMU that was built with plugins"),
    /** A program whose version decides how it is used. */
    VERSION_UNREADABLE(625, "%s does not tell its version", "");

    private final CatalogueEntry entry;

    ToolProblem(int code, String sentence, String hint) {
        this.entry = CatalogueEntry.of(code, sentence, hint);
    }

    ToolProblem(int code, String sentence, String hint, ExitStatus status) {
        this.entry = new CatalogueEntry(code, sentence, hint, status);
    }

    @Override
    public CatalogueEntry entry() {
        return entry;
    }
}
