package dev.thimble.core.diag;

/** 10xx: what devices learned: records of updates, strategies, rounds. */
public enum FleetProblem implements Problem {
    /** A record that no round counts. */
    REFUSED(1001, "the record is refused with reason %d, %s: %s", ""),
    /** A line of a file of devices that names none. */
    DEVICE_INVALID(1002, "line %d names no device and its key: %s", "make devices with thimble fleet enrol"),
    /** A file that is no task. */
    TASK_INVALID(1003, "this is no task for devices: %s", "docs/fleet.md has its form"),
    /** A word that is no strategy. */
    STRATEGY_INVALID(
            1004,
            "\"%s\" is no strategy",
            "write fedavg, median, trimmed-mean:0.2, krum:F, multi-krum:F:M, reptile:RATE or secure, or one of them and +adam:RATE",
            ExitStatus.USAGE),
    /** A strategy that reads values where the task has devices mask them, or the other way round. */
    STRATEGY_UNFIT(
            1005,
            "%s aggregates no %s updates",
            "masked updates are for secure alone, which in turn takes no others",
            ExitStatus.USAGE),
    /** Fewer updates than a strategy is defined for. */
    COHORT_SMALL(1006, "%s needs at least %d updates, and %d were accepted", "wait for more devices"),
    /** More updates than a strategy that compares each with each can hold. */
    COHORT_LARGE(
            1007,
            "%s takes at most %d updates of %d parameters, and more were accepted",
            "ask fewer devices, or aggregate by median or trimmed-mean"),
    /** Masked words whose sum is still masked. */
    MASKS_LEFT(
            1008,
            "the sum of %d masked updates is masked still",
            "a record is lost, or a device told a wrong share; give the round up: thimble fleet abandon STATE"),
    /** A folder that is no state, or one that was damaged. */
    STATE_INVALID(1009, "this is no state of a fleet: %s", "begin a round: thimble fleet begin STATE --package OUT"),
    /** A round that was aggregated. */
    ROUND_CLOSED(1010, "round %d is closed", "begin the next one: thimble fleet begin STATE --package OUT"),
    /** A round that was not. */
    ROUND_OPEN(1011, "round %d is open", "aggregate it first: thimble fleet aggregate STATE --updates FOLDER"),
    /** A file that cannot be written; what was accepted before stays so. */
    FILE_UNWRITABLE(
            1012, "the file %s cannot be written: %s", "make room and call again: whatever was accepted is kept"),
    /** A device with a key. */
    DEVICE_EXISTS(1013, "the device %s is enrolled already", "choose another id", ExitStatus.USAGE),
    /** A broker that does not let someone connect, write or read. */
    BROKER_REFUSES(1014, "the broker %s refuses %s: %s", "check user, password and the rights of the fleet's topics"),
    /** A broker whose certificate nobody vouches for. */
    BROKER_UNTRUSTED(
            1015,
            "the broker %s has no certificate of this authority for its name: %s",
            "give the certificate of the authority that signed the broker's with --ca"),
    /** A record whose sender was not told that it arrived. */
    NO_RECEIPT(1016, "no receipt came for the record after %d tries", "send it again: no record is counted twice"),
    /** A file that is needed to connect, and holds something else. */
    CREDENTIALS_INVALID(1017, "the file %s holds no %s", "docs/fleet.md says how to make it"),
    /** A line of data for training whose label is no label of the model. */
    LABEL_UNKNOWN(1020, "an example has no label, or one that the model does not have", ""),
    /** Numbers that no simulation has. */
    SCENARIO_INVALID(1021, "it cannot be %s: %s are simulated", "", ExitStatus.USAGE),
    /** A word that is no attack. */
    ATTACK_UNKNOWN(1022, "\"%s\" is no attack", "write label-flip, sign-flip, scaled or random", ExitStatus.USAGE),
    /** A package whose model is another one than devices have. */
    MODEL_UNFIT(
            1030,
            "the package %s has another image than the fleet's devices: %s, not %s",
            "name the package that the first round began with; what was published since is in STATE"),
    /** A model that no device trains. */
    NOT_TRAINABLE(1031, "the model \"%s\" has no trainer", "compile it with --trainable"),
    /** A new image that answers worse than it may. */
    ACCURACY_LOW(
            1032,
            "the new image is right on %s, and the one that devices have on %s; %s, and so it is not published",
            "the next round begins with the image that devices have"),
    /** C and reference that differ. */
    RECORD_DIFFERS(
            1040,
            "device %d has made another record of round %d than the reference",
            "please report it together with what you did"),
    /** A device that does not do what a task asks for. */
    TASK_NOT_DONE(1041, "a device that was started has not done what its task asks for: code %d", ""),
    /** A device that does not run what was published. */
    IMAGE_NOT_TAKEN(1042, "a device that was started has not taken the image of a round: %s, code %d", ""),
    /** A job of Flink that ended without a result. */
    JOB_FAILED(1050, "the job of Apache Flink failed on %s: %s", "call again: whatever was accepted is kept"),
    /** An address at which no job manager is. */
    CLUSTER_SILENT(
            1051,
            "no job manager of Apache Flink %s answers at %s",
            "name the REST interface of a session cluster, or leave --flink out",
            ExitStatus.TOOL_MISSING),
    /** A step of a masked round that too few devices took. */
    COHORT_SHORT(
            1060,
            "round %d needs %s of %d devices, and has %d",
            "wait for more devices, or give the round up: thimble fleet abandon STATE"),
    /** Shares of a device that stayed away, of which its secret does not follow. */
    SHARES_UNFIT(
            1061,
            "the shares of the device %s make another key than it advertised",
            "give the round up: thimble fleet abandon STATE"),
    /** A masked round that cannot be ended any more, because too many devices dropped out. */
    COHORT_LOST(
            1062,
            "round %d is given up: it needs %s of %d devices, and %d were heard in time",
            "begin the next one: thimble fleet begin STATE --package OUT"),
    /** A letter of the server that a device does not answer. */
    LETTER_REFUSED(1063, "the device does not answer what the server says: reason %d, %s: %s", "");

    private final CatalogueEntry entry;

    FleetProblem(int code, String sentence, String hint) {
        this.entry = CatalogueEntry.of(code, sentence, hint);
    }

    FleetProblem(int code, String sentence, String hint, ExitStatus status) {
        this.entry = new CatalogueEntry(code, sentence, hint, status);
    }

    @Override
    public CatalogueEntry entry() {
        return entry;
    }
}
