package dev.thimble.fleet.record;

/** Why a record does not count. They are asked in this order, but for a duplicate, which is told before the cohort. */
public enum Reason {
    /** No bytes of a record. */
    FORMAT(1, "The bytes are no update record of this form."),
    /** A device that nobody enrolled. */
    DEVICE(2, "No device of this id is enrolled."),
    /** Another code of authentication. */
    MAC(3, "The code of authentication is not the record's by that device's key."),
    /** Another image. */
    MODEL(4, "The device trained from another image than the task's."),
    /** Another part of the model. */
    PART(5, "It is of another trainable part than the task's."),
    /** Another round. */
    ROUND(6, "It is of another round than the one that is open."),
    /** A second record of a device. */
    DUPLICATE(7, "The device has a record in this round already."),
    /** A number of examples that does not count. */
    EXAMPLES(8, "It counts fewer or more examples than the task allows."),
    /** Values or lengths that the task does not have. */
    RANGE(9, "Its values, its scale or its lengths are not the task's."),
    /** Values that are too large together. */
    NORM(10, "Its norm is above the task's."),
    /** A device whose masks do not belong to the sum, or whose step is over. */
    COHORT(11, "The device is not in the cohort of the round, or no more.");

    private final int code;
    private final String sentence;

    Reason(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** The number under which it is told and counted. */
    public int code() {
        return code;
    }

    /** What it means, in one sentence. */
    public String sentence() {
        return sentence;
    }

    /** The same as a part of another sentence. */
    public String clause() {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1, sentence.length() - 1);
    }
}
