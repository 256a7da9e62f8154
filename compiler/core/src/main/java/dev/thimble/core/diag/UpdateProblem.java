package dev.thimble.core.diag;

/** 09xx: updates of models in the field: images, keys, packages. */
public enum UpdateProblem implements Problem {
    /** A package that a device would refuse, for the same reason. */
    REFUSED(901, "the package is refused with reason %d, %s: %s", ""),
    /** A file that is no image of a model. */
    IMAGE_INVALID(902, "this is no image of a model: %s", "compile with --updatable, and take NAME_image.bin"),
    /** A folder that holds no image. */
    IMAGE_MISSING(903, "the folder %s holds no image of a model", "compile with --updatable"),
    /** A folder with several images, where one is meant. */
    IMAGE_AMBIGUOUS(904, "the folder has several images: %s", "name the file of one", ExitStatus.USAGE),
    /** A key or part of one that would be written over. */
    KEY_EXISTS(905, "%s is there already, and no key is written over", "choose another name", ExitStatus.USAGE),
    /** A file that is no private key, or one that was damaged. */
    KEY_INVALID(906, "this is no private key of Thimble: %s", "make one with thimble update keygen KEY"),
    /** A file that is no public key of the profile. */
    PUBLIC_KEY_INVALID(
            907, "this is no public key for updates: %s", "thimble update keygen KEY writes the right one as KEY.pub"),
    /** A key whose one-time keys are used up. */
    KEY_EXHAUSTED(
            908,
            "the key has signed %d times, which are all that it can",
            "make another, and let devices trust that: thimble update keygen"),
    /** A private key that is older than the record of what it signed. */
    KEY_OLD(
            909,
            "this key file has signed %d times, but its record says %d: it is an old copy",
            "take the newest copy, or make another key: whoever signs twice with a one-time key gives it away"),
    /** A private key without its record: it was copied alone. */
    KEY_RECORD_MISSING(
            910,
            "the record of what this key signed is missing: %s",
            "move KEY and KEY.used together, and never sign with two copies of a key"),
    /** Heights of trees that the profile does not have. */
    HEIGHTS_INVALID(
            911,
            "trees of heights %s are not supported",
            "one tree of height 5, 10, 15, 20 or 25, or two, the upper one of 5, 10 or 15: --levels 2 --heights 10,5",
            ExitStatus.USAGE),
    /** A word that should be a UUID. */
    UUID_INVALID(912, "\"%s\" is no UUID", "write 32 hexadecimal digits in groups of 8-4-4-4-12", ExitStatus.USAGE),
    /** A sequence number that the profile does not have. */
    SEQUENCE_INVALID(
            913,
            "\"%s\" is no sequence number",
            "write a whole number from 1 to 18446744073709551614, above that of the package before",
            ExitStatus.USAGE),
    /** An image that parts cannot change into the other. */
    BASE_UNFIT(914, "the two images are of different code: no parts make one of the other", "leave --base out"),
    /** A word that should be the id of a key. */
    KEY_ID_INVALID(
            915, "\"%s\" is no id of a key", "write the 16 hexadecimal digits that keygen printed", ExitStatus.USAGE),
    /** A file that cannot be written. */
    FILE_UNWRITABLE(916, "the file %s cannot be written: %s", ""),
    /** A package that would end the updates of those who trust one key only. */
    KEY_REVOKES_ITSELF(
            917, "a key cannot revoke itself", "sign with the other key that devices trust", ExitStatus.USAGE),
    /** A package whose firmware cannot take updates. */
    NOT_UPDATABLE(
            918, "the package \"%s\" takes no updates: %s", "compile one model with --updatable", ExitStatus.USAGE),
    /** A board without a flash for them. */
    BOARD_WITHOUT_STORE(
            919,
            "the board %s has no flash for updates",
            "name layers with the functions of thimble/flash.h as `updates` of its board.yml"),
    /** More keys than a device trusts, or one twice. */
    KEYS_UNFIT(920, "a device trusts one key, or two that differ; here are %d", "", ExitStatus.USAGE),
    /** A slot that is smaller than the image that the firmware has. */
    SLOT_TOO_SMALL(921, "a slot of %d bytes holds no image of %d", "leave --slot out, or name more", ExitStatus.USAGE);

    private final CatalogueEntry entry;

    UpdateProblem(int code, String sentence, String hint) {
        this.entry = CatalogueEntry.of(code, sentence, hint);
    }

    UpdateProblem(int code, String sentence, String hint, ExitStatus status) {
        this.entry = new CatalogueEntry(code, sentence, hint, status);
    }

    @Override
    public CatalogueEntry entry() {
        return entry;
    }
}
