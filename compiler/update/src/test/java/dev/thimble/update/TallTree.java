package dev.thimble.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.params.LMOtsParameters;
import org.bouncycastle.crypto.params.LMSPublicKeyParameters;
import org.bouncycastle.crypto.params.LMSigParameters;
import org.bouncycastle.crypto.signers.lms.LMSContext;
import org.bouncycastle.crypto.signers.lms.LMSEngine;

/**
 * An LMS key that can sign with one leaf: a tree of any height of which only that leaf and the path above it are made.
 * The nodes beside the path are random, which no verifier can tell from those of a whole tree.
 */
final class TallTree {
    private static final int HASH_BYTES = 32;
    private static final int IDENTIFIER_BYTES = 16;

    private final LMSigParameters tree;
    private final LMOtsParameters ots;
    private final byte[] identifier;
    private final int leaf;
    private final byte[] seed;

    /** The nodes beside the path, from the leaf's sibling upwards. */
    private final byte[][] path;

    private final LMSPublicKeyParameters publicKey;

    private TallTree(LMSigParameters tree, LMOtsParameters ots, Random random) {
        this.tree = tree;
        this.ots = ots;
        this.identifier = Bytes.random(random, IDENTIFIER_BYTES);
        this.leaf = random.nextInt(1 << tree.getH());
        this.seed = Bytes.random(random, HASH_BYTES);
        this.path = IntStream.range(0, tree.getH())
                .mapToObj(level -> Bytes.random(random, HASH_BYTES))
                .toArray(byte[][]::new);
        this.publicKey = root();
    }

    static TallTree of(LMSigParameters tree, LMOtsParameters ots, Random random) {
        return new TallTree(tree, ots, random);
    }

    LMSigParameters tree() {
        return tree;
    }

    LMOtsParameters ots() {
        return ots;
    }

    /** The leaf, and up the path from it. */
    private LMSPublicKeyParameters root() {
        int number = (1 << tree.getH()) + leaf;
        byte[] node = LMSEngine.computeLeaf(LMSEngine.createDigest(tree), ots, identifier, number, leaf, seed);
        for (byte[] beside : path) {
            byte[] left = number % 2 == 0 ? node : beside;
            byte[] right = number % 2 == 0 ? beside : node;
            number /= 2;
            node = LMSEngine.computeNode(LMSEngine.createDigest(tree), identifier, number, left, right);
        }
        return new LMSPublicKeyParameters(tree, ots, node, identifier);
    }

    LMSPublicKeyParameters publicKey() {
        return publicKey;
    }

    /** The public key as RFC 8554 writes it: 56 bytes. */
    byte[] key() {
        try {
            return publicKey.getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] sign(byte[] message) {
        LMSContext context = LMSEngine.generateSignContext(tree, ots, identifier, leaf, seed, path);
        context.update(message, 0, message.length);
        try {
            return LMSEngine.generateSign(context).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
