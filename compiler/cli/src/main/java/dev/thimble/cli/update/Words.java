package dev.thimble.cli.update;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.UpdateProblem;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.wire.Octets;
import java.util.Locale;

/** What users write as arguments of several commands. */
final class Words {
    /** Those of 2^64 - 1, which no sequence number has. */
    private static final int MOST_DIGITS = 20;

    private Words() {}

    /**
     * A sequence number, unsigned.
     *
     * @param option where it was written
     * @param least 1, or 0 where nothing may be installed
     */
    static long sequence(String option, String word, int least) {
        ThimbleException invalid = new ThimbleException(UpdateProblem.SEQUENCE_INVALID.at(option, word));
        if (!word.matches("[0-9]{1," + MOST_DIGITS + "}")) {
            throw invalid;
        }
        try {
            long sequence = Long.parseUnsignedLong(word);
            if (sequence == -1 || Long.compareUnsigned(sequence, least) < 0) {
                throw invalid;
            }
            return sequence;
        } catch (NumberFormatException e) {
            throw invalid;
        }
    }

    /** The id of a key. */
    static Octets keyId(String word) {
        String digits = word.toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{" + 2 * PublicKey.ID_BYTES + "}")) {
            throw new ThimbleException(UpdateProblem.KEY_ID_INVALID.at("--revoke", word));
        }
        return new Octets(digits);
    }
}
