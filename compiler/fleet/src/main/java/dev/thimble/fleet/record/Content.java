package dev.thimble.fleet.record;

import dev.thimble.update.wire.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/** What a record says that changed. */
public sealed interface Content {
    /** Bytes of a bitmap that has a bit for each parameter. */
    static int bitmapBytes(int parameters) {
        return (parameters + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** How it is written down. */
    Kind kind();

    /** The byte string of the values. */
    byte[] bytes();

    /** Whether lengths and values are those that the task asks for. */
    boolean fits(Task task);

    /**
     * The change of every parameter; none where masks hide it.
     *
     * @param parameters how many there are; the content {@linkplain #fits fits} a task of as many
     */
    Optional<Delta> delta(int parameters);

    /** What is done for each kind. */
    interface Cases<T> {
        /** For a value of each parameter. */
        T dense(Dense content);

        /** For the values of some. */
        T sparse(Sparse content);

        /** For words under masks. */
        T masked(Masked content);
    }

    /** Does what is done for this kind. */
    <T> T match(Cases<T> cases);

    /** A value for each parameter. */
    record Dense(Delta values) implements Content {
        @Override
        public Kind kind() {
            return Kind.DENSE;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.dense(this);
        }

        @Override
        public byte[] bytes() {
            return values.bytes();
        }

        @Override
        public boolean fits(Task task) {
            return task.form().kind() == Kind.DENSE && values.size() == task.parameters() && values.isInRange();
        }

        @Override
        public Optional<Delta> delta(int parameters) {
            return Optional.of(values);
        }
    }

    /**
     * The values of some parameters.
     *
     * @param values of these, in their order; none is 0
     * @param bitmap a bit for each parameter, the least significant one of the first byte first
     */
    record Sparse(Delta values, Octets bitmap) implements Content {
        /** Those of a delta that are not 0. */
        public static Sparse of(Delta delta) {
            BitSet kept = new BitSet(delta.size());
            byte[] values = new byte[delta.size()];
            int count = 0;
            for (int i = 0; i < delta.size(); i++) {
                if (delta.value(i) != 0) {
                    kept.set(i);
                    values[count++] = (byte) delta.value(i);
                }
            }
            byte[] bitmap = Arrays.copyOf(kept.toByteArray(), bitmapBytes(delta.size()));
            return new Sparse(Delta.of(Arrays.copyOf(values, count)), Octets.of(bitmap));
        }

        private BitSet kept() {
            return BitSet.valueOf(bitmap.bytes());
        }

        @Override
        public Kind kind() {
            return Kind.SPARSE;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.sparse(this);
        }

        @Override
        public byte[] bytes() {
            return values.bytes();
        }

        @Override
        public boolean fits(Task task) {
            BitSet kept = kept();
            return task.form() instanceof Form.Sparse form
                    && values.size() <= form.kept()
                    && bitmap.count() == bitmapBytes(task.parameters())
                    && kept.length() <= task.parameters()
                    && kept.cardinality() == values.size()
                    && values.isInRange()
                    && values.zeros() == 0;
        }

        @Override
        public Optional<Delta> delta(int parameters) {
            byte[] all = new byte[parameters];
            BitSet kept = kept();
            int parameter = -1;
            for (int i = 0; i < values.size(); i++) {
                parameter = kept.nextSetBit(parameter + 1);
                all[parameter] = (byte) values.value(i);
            }
            return Optional.of(Delta.of(all));
        }
    }

    /** Words modulo 2^32: for each parameter its value times the examples, and the examples, each under its masks. */
    final class Masked implements Content {
        private final byte[] words;

        private Masked(byte... words) {
            this.words = words;
        }

        /** These words, one more than there are parameters. */
        public static Masked of(int... words) {
            ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * words.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(words);
            return new Masked(bytes.array());
        }

        /** As a record has them: four bytes each, the least significant first. */
        static Masked read(byte... bytes) {
            return new Masked(bytes.clone());
        }

        /** A new array of the words. */
        public int[] words() {
            int[] all = new int[words.length / Integer.BYTES];
            ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(all);
            return all;
        }

        @Override
        public Kind kind() {
            return Kind.MASKED;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.masked(this);
        }

        @Override
        public byte[] bytes() {
            return words.clone();
        }

        @Override
        public boolean fits(Task task) {
            return task.form() instanceof Form.Masked form && words.length == form.mostBytes(task.parameters());
        }

        @Override
        public Optional<Delta> delta(int parameters) {
            return Optional.empty();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Masked masked && Arrays.equals(words, masked.words);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(words);
        }
    }
}
