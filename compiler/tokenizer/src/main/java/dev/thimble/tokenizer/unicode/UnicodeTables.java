package dev.thimble.tokenizer.unicode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * What Hugging Face's library takes each code point for. Its tables come from several versions of Unicode, none of them
 * Java's, so its answers were recorded: {@code unicode.txt} is written by {@code tools/unicode/make_tables.py}.
 */
public final class UnicodeTables {
    private static final UnicodeTables INSTANCE = new UnicodeTables(resource());
    private static final int SYLLABLES = 0xAC00;
    private static final int SYLLABLE_COUNT = 11172;
    private static final int TRAILS = 28;
    private static final int VOWELS = 21;

    private final Map<String, BitSet> sets = new HashMap<>();
    private final Map<String, CodePointMap> maps = new HashMap<>();
    private final byte[] combiningClasses = new byte[Character.MAX_CODE_POINT + 1];
    private final BitSet removed;
    private final BitSet blank;
    private final BitSet chinese;
    private final BitSet mark;
    private final BitSet bertSpace;
    private final BitSet bertPunctuation;
    private final BitSet regexSpace;
    private final BitSet regexWord;
    private final CodePointMap lower;
    private final CodePointMap decomposed;

    private UnicodeTables(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(this::parse);
        sets.forEach(this::recordClass);
        removed = sets.get("removed");
        blank = sets.get("blank");
        chinese = sets.get("chinese");
        mark = sets.get("mark");
        bertSpace = sets.get("bert-space");
        bertPunctuation = sets.get("bert-punctuation");
        regexSpace = sets.get("regex-space");
        regexWord = sets.get("regex-word");
        lower = maps.get("lower");
        decomposed = maps.get("decomposed");
    }

    /** The one table. */
    public static UnicodeTables get() {
        return INSTANCE;
    }

    /** Dropped by the text cleaner. */
    public boolean isRemoved(int codePoint) {
        return removed.get(codePoint);
    }

    /** Turned into a space by the text cleaner. */
    public boolean isBlank(int codePoint) {
        return blank.get(codePoint);
    }

    /** Gets a space on either side when Chinese characters are handled. */
    public boolean isChinese(int codePoint) {
        return chinese.get(codePoint);
    }

    /** A nonspacing mark that accent stripping drops. */
    public boolean isMark(int codePoint) {
        return mark.get(codePoint);
    }

    /** Separates words for the pre-tokenizer of BERT. */
    public boolean isBertSpace(int codePoint) {
        return bertSpace.get(codePoint);
    }

    /** A word of its own for the pre-tokenizer of BERT. */
    public boolean isBertPunctuation(int codePoint) {
        return bertPunctuation.get(codePoint);
    }

    /** Separates words for the pre-tokenizer Whitespace. */
    public boolean isRegexSpace(int codePoint) {
        return regexSpace.get(codePoint);
    }

    /** A word character for the pre-tokenizer Whitespace. */
    public boolean isRegexWord(int codePoint) {
        return regexWord.get(codePoint);
    }

    /** The order of combining marks within a run: 0 ends a run, the others are sorted. The numbers are the table's. */
    public int combiningClass(int codePoint) {
        return combiningClasses[codePoint];
    }

    /** Appends the lower case of one character. */
    public void lower(int codePoint, CodePoints out) {
        lower.append(codePoint, out);
    }

    /** Appends the full canonical decomposition of one character. */
    public void decompose(int codePoint, CodePoints out) {
        if (isSyllable(codePoint)) {
            out.add(jamo(codePoint - SYLLABLES));
        } else {
            decomposed.append(codePoint, out);
        }
    }

    /** A Hangul syllable, which decomposes by formula (The Unicode Standard, section 3.12). */
    public static boolean isSyllable(int codePoint) {
        return codePoint >= SYLLABLES && codePoint < SYLLABLES + SYLLABLE_COUNT;
    }

    private static int[] jamo(int index) {
        int lead = 0x1100 + index / (VOWELS * TRAILS);
        int vowel = 0x1161 + index / TRAILS % VOWELS;
        int trail = 0x11A7 + index % TRAILS;
        return index % TRAILS == 0 ? new int[] {lead, vowel} : new int[] {lead, vowel, trail};
    }

    private void parse(String line) {
        String[] words = line.split(" ", -1);
        String[] entries = Arrays.copyOfRange(words, 2, words.length);
        if (words[0].equals("set")) {
            sets.put(words[1], parseSet(entries));
        } else {
            maps.put(words[1], parseMap(entries));
        }
    }

    private static BitSet parseSet(String[] entries) {
        BitSet set = new BitSet();
        for (String entry : entries) {
            String[] ends = entry.split("-", -1);
            set.set(hex(ends[0]), hex(ends[ends.length - 1]) + 1);
        }
        return set;
    }

    private static CodePointMap parseMap(String[] entries) {
        Map<Integer, int[]> map = new HashMap<>();
        for (String entry : entries) {
            String[] sides = entry.split("=", -1);
            String[] sequence = sides[1].split("\\+", -1);
            map.put(
                    hex(sides[0]),
                    Arrays.stream(sequence).mapToInt(UnicodeTables::hex).toArray());
        }
        return new CodePointMap(map);
    }

    private void recordClass(String name, BitSet members) {
        if (name.startsWith("class-")) {
            byte number = Byte.parseByte(name.substring("class-".length()));
            members.stream().forEach(codePoint -> combiningClasses[codePoint] = number);
        }
    }

    private static int hex(String digits) {
        return Integer.parseInt(digits, 16);
    }

    private static String resource() {
        try (InputStream in = UnicodeTables.class.getResourceAsStream("unicode.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
