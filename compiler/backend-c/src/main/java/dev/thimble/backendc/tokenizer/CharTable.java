package dev.thimble.backendc.tokenizer;

import dev.thimble.backendc.model.CType;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.normalize.BertNormalizer;
import dev.thimble.tokenizer.pretokenize.CharKind;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import dev.thimble.tokenizer.unicode.UnicodeTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Numbers the characters and says what each code point becomes. Numbers: 0 a space, 1 an unknown word character, the
 * known word characters, an unknown other character, the known others.
 */
final class CharTable {
    private static final int SPACE = 0;
    private static final int UNKNOWN_WORD = 1;
    private static final int MAX_SEQUENCE = 4;
    private static final int MAX_CHARS = 0x8000;

    private final TokenizerSpec spec;
    private final NormalizedChars normalized;
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final BitSet numbered = new BitSet();
    /** The blanks that normalised text can hold. */
    private final BitSet blanks = new BitSet();

    private final int firstOther;
    private final int count;

    private CharTable(TokenizerSpec spec) {
        this.spec = spec;
        this.normalized = NormalizedChars.under(spec.normalizer());
        Map<Integer, Integer> counts = Alphabet.count(spec);
        int next = number(known(counts, CharKind.WORD), UNKNOWN_WORD + 1);
        this.firstOther = next;
        boolean hasOthers = spec.preTokenizer() != PreTokenizer.NONE;
        this.count = hasOthers ? number(known(counts, CharKind.OTHER), next + 1) : next;
        Tables.limit(count, "different characters", MAX_CHARS);
        normalized
                .results()
                .filter(codePoint -> kind(codePoint) == CharKind.SPACE)
                .forEach(blanks::set);
    }

    static CharTable of(TokenizerSpec spec) {
        CharTable table = new CharTable(spec);
        table.refuseReordering();
        return table;
    }

    /** The code points of a kind that a token holds and that normalised text can hold; the frequent ones first. */
    private List<Integer> known(Map<Integer, Integer> counts, CharKind kind) {
        Comparator<Integer> byCount = Comparator.comparing(counts::get, Comparator.reverseOrder());
        return counts.keySet().stream()
                .filter(codePoint -> normalized.isResult(codePoint) && kind(codePoint) == kind)
                .sorted(byCount.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private int number(List<Integer> codePoints, int from) {
        for (int i = 0; i < codePoints.size(); i++) {
            numbers.put(codePoints.get(i), from + i);
            numbered.set(codePoints.get(i));
        }
        return from + codePoints.size();
    }

    /**
     * Stripping accents also sorts combining marks. Those that stay are few and rare; the C keeps them in the order in
     * which they come, which nobody can see as long as no token tells them apart.
     */
    private void refuseReordering() {
        if (!isStripping()) {
            return;
        }
        UnicodeTables tables = UnicodeTables.get();
        for (int codePoint = 0; codePoint < NormalizedChars.END; codePoint++) {
            boolean sorted = tables.combiningClass(codePoint) != 0 && !tables.isMark(codePoint);
            if (sorted && (numbered.get(codePoint) || kind(codePoint) != CharKind.WORD)) {
                String shown = String.format(Locale.ROOT, "U+%04X", codePoint);
                throw new ThimbleException(
                        TokenizerProblem.UNSUPPORTED_PART.at("vocabulary", "a token with the combining mark", shown));
            }
        }
    }

    private boolean isStripping() {
        return spec.normalizer() instanceof BertNormalizer bert && bert.stripAccents();
    }

    CharKind kind(int codePoint) {
        return CharKind.of(spec.preTokenizer(), codePoint);
    }

    /** How many characters there are. */
    int count() {
        return count;
    }

    /** The number of a code point of normalised text; empty when it is not told apart from others. */
    OptionalInt number(int codePoint) {
        return numbered.get(codePoint) ? OptionalInt.of(numbers.get(codePoint)) : OptionalInt.empty();
    }

    /**
     * The number of a code point in a pattern that is looked for in normalised text. All blanks have one number, so that
     * a blank can be told from others only where the normaliser leaves no other.
     */
    OptionalInt inPattern(int codePoint) {
        if (kind(codePoint) != CharKind.SPACE) {
            return number(codePoint);
        }
        boolean isOnlyOne = blanks.cardinality() == 1 && blanks.get(codePoint);
        return isOnlyOne ? OptionalInt.of(SPACE) : OptionalInt.empty();
    }

    /** The code points by their numbers; -1 for those that have none. */
    int[] codePoints() {
        int[] codePoints = new int[count];
        Arrays.fill(codePoints, -1);
        numbers.forEach((codePoint, number) -> codePoints[number] = codePoint);
        return codePoints;
    }

    private int numberOrUnknown(int codePoint) {
        CharKind kind = kind(codePoint);
        if (kind != CharKind.SPACE && numbered.get(codePoint)) {
            return numbers.get(codePoint);
        }
        return switch (kind) {
            case SPACE -> SPACE;
            case WORD -> UNKNOWN_WORD;
            case OTHER -> firstOther;
        };
    }

    /** Writes the fields of {@code thimble_tokenizer_text_data} that say what code points become. */
    void write(Tables out) {
        Effects effects = new Effects();
        Runs runs = new Runs();
        for (int codePoint = 0; codePoint < NormalizedChars.END; codePoint++) {
            runs.add(codePoint, isIrrelevant(codePoint) ? runs.current() : effects.of(codePoint));
        }
        runs.write(out);
        effects.write(out);
        out.scalar("char_count", count);
        out.scalar("first_other", firstOther);
        out.flag("other_alone", spec.preTokenizer() == PreTokenizer.BERT);
        out.flag("syllables", isStripping());
    }

    /** Surrogates are never decoded, and syllables are taken apart by formula before the table is asked. */
    private boolean isIrrelevant(int codePoint) {
        return NormalizedChars.isSurrogate(codePoint) || (isStripping() && UnicodeTables.isSyllable(codePoint));
    }

    /** The distinct things that become of code points. */
    private final class Effects {
        private final Map<List<Integer>, Integer> sequences = new HashMap<>();
        private final List<Integer> starts = new ArrayList<>(List.of(0));
        private final List<Integer> chars = new ArrayList<>();

        int of(int codePoint) {
            if (!normalized.isChanged(codePoint)) {
                return numberOrUnknown(codePoint);
            }
            int[] form = normalized.of(codePoint);
            Tables.limit(form.length, "characters from one code point", MAX_SEQUENCE);
            return form.length == 1 ? numberOrUnknown(form[0]) : sequences.computeIfAbsent(numbers(form), this::add);
        }

        /** A loop and no stream: a hundred thousand code points come this way. */
        private List<Integer> numbers(int[] form) {
            List<Integer> numbers = new ArrayList<>(form.length);
            for (int codePoint : form) {
                numbers.add(numberOrUnknown(codePoint));
            }
            return numbers;
        }

        private int add(List<Integer> sequence) {
            chars.addAll(sequence);
            starts.add(chars.size());
            return count + starts.size() - 2;
        }

        void write(Tables out) {
            Tables.limit(chars.size(), "expanded characters", 0xFFFF);
            out.array("sequence_starts", CType.U16, starts);
            out.array("sequence_chars", CType.U16, chars);
        }
    }

    /** Runs of code points of equal effect. */
    private static final class Runs {
        private final List<Integer> starts = new ArrayList<>();
        private final List<Integer> planes = new ArrayList<>();
        private final List<Integer> effects = new ArrayList<>();

        int current() {
            return effects.get(effects.size() - 1);
        }

        void add(int codePoint, int effect) {
            boolean newPlane = (codePoint & 0xFFFF) == 0;
            if (newPlane) {
                planes.add(starts.size());
            }
            if (newPlane || effect != current()) {
                starts.add(codePoint & 0xFFFF);
                effects.add(effect);
            }
        }

        void write(Tables out) {
            planes.add(starts.size());
            Tables.limit(starts.size(), "runs of code points", 0xFFFF);
            boolean small = effects.stream().allMatch(effect -> effect <= 0xFF);
            out.array("run_starts", CType.U16, starts);
            out.array("plane_runs", CType.U16, planes);
            out.array(small ? "effects8" : "effects16", small ? CType.U8 : CType.U16, effects);
        }
    }
}
