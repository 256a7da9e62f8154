package dev.thimble.update.key;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.UpdateProblem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.params.LMOtsParameters;
import org.bouncycastle.crypto.params.LMSParameters;
import org.bouncycastle.crypto.params.LMSigParameters;

/**
 * How high the trees of a key are, from the one that devices trust to the one that signs packages. A tree of height h
 * signs 2^h times, and takes 2^h times as long to make as one signature's key.
 *
 * @param trees the heights, one or two
 */
public record Heights(List<Integer> trees) {
    private static final Set<Integer> UPPER = Set.of(5, 10, 15);
    private static final List<LMSigParameters> TREES = List.of(
            LMSigParameters.lms_sha256_n32_h5,
            LMSigParameters.lms_sha256_n32_h10,
            LMSigParameters.lms_sha256_n32_h15,
            LMSigParameters.lms_sha256_n32_h20,
            LMSigParameters.lms_sha256_n32_h25);

    /** What is made unless the user says otherwise: 32,767 signatures, made in seconds. */
    public static final Heights DEFAULT = new Heights(List.of(10, 5));

    /**
     * Checks them.
     *
     * @throws ThimbleException where the profile has no such trees
     */
    public Heights {
        trees = List.copyOf(trees);
        boolean usual = trees.stream().allMatch(height -> TREES.stream().anyMatch(tree -> tree.getH() == height));
        boolean one = trees.size() == 1;
        boolean two = trees.size() == 2 && UPPER.contains(trees.get(0));
        if (!usual || !(one || two)) {
            String list = trees.stream().map(String::valueOf).collect(Collectors.joining(","));
            throw new ThimbleException(UpdateProblem.HEIGHTS_INVALID.at("--heights", list));
        }
    }

    /** How many signatures a key gives; the library leaves the last of its one-time keys unused. */
    public long signatures() {
        return (1L << trees.stream().mapToInt(Integer::intValue).sum()) - 1;
    }

    /** How many bytes each of them has. */
    public int signatureBytes() {
        return LmsForm.signatureBytes(trees);
    }

    /** The library's parameters. */
    LMSParameters[] parameters() {
        return trees.stream()
                .map(height -> LMSParameters.create(tree(height), LMOtsParameters.sha256_n32_w8))
                .toArray(LMSParameters[]::new);
    }

    private static LMSigParameters tree(int height) {
        return TREES.stream().filter(tree -> tree.getH() == height).findFirst().orElseThrow();
    }
}
