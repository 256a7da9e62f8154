package dev.thimble.backendc.tokenizer;

import dev.thimble.backendc.model.CType;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.Merge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The symbols and merges of a byte-pair model ({@code thimble_bpe_data}). */
final class MergeTable {
    private static final int NONE = 0xFFFF;
    private static final int WORD_BITS = 32;
    private static final int PLACES = 4;

    private final Bpe model;
    private final CharTable chars;
    private final List<Integer> baseIds;
    private final List<Merge> merges;
    /** The model's token id of each symbol, and back. */
    private final List<Integer> ids = new ArrayList<>();

    private final Map<Integer, Integer> symbols = new HashMap<>();

    MergeTable(Bpe model, CharTable chars) {
        this.model = model;
        this.chars = chars;
        this.baseIds = baseIds();
        this.merges = possibleMerges();
        baseIds.forEach(this::addSymbol);
        merges.forEach(merge -> addSymbol(merge.product()));
        Tables.limit(ids.size(), "tokens", NONE);
        Tables.limit(merges.size(), "merges", NONE);
    }

    private void addSymbol(int id) {
        if (symbols.putIfAbsent(id, ids.size()) == null) {
            ids.add(id);
        }
    }

    private List<Integer> baseIds() {
        Set<Integer> found = new TreeSet<>();
        model.unknownId().ifPresent(found::add);
        for (int place = 0; place < PLACES; place++) {
            found.addAll(placeIds(place).values());
        }
        return List.copyOf(found);
    }

    /** Character to token id. */
    private Map<Integer, Integer> placeIds(int place) {
        Map<Integer, Integer> found = new HashMap<>();
        int[] codePoints = chars.codePoints();
        for (int number = 0; number < codePoints.length; number++) {
            if (codePoints[number] >= 0) {
                Integer id = model.vocabulary().get(text(codePoints[number], place));
                if (id != null) {
                    found.put(number, id);
                }
            }
        }
        return found;
    }

    private String text(int codePoint, int place) {
        boolean first = (place & 1) != 0;
        boolean last = (place & 2) != 0;
        return (first ? "" : model.prefix()) + Character.toString(codePoint) + (last ? model.suffix() : "");
    }

    /** The merges, still in their order, whose two sides can ever arise. */
    private List<Merge> possibleMerges() {
        Set<Integer> possible = new HashSet<>(baseIds);
        int before;
        do {
            before = possible.size();
            model.merges().stream()
                    .filter(merge -> isPossible(merge, possible))
                    .forEach(merge -> possible.add(merge.product()));
        } while (possible.size() != before);
        return model.merges().stream()
                .filter(merge -> isPossible(merge, possible))
                .toList();
    }

    private static boolean isPossible(Merge merge, Collection<Integer> possible) {
        return possible.contains(merge.left()) && possible.contains(merge.right());
    }

    void write(Tables out) {
        writeSymbols(out);
        writeMerges(out);
        writeIds(out);
        out.scalar("longest", longest());
        out.flag("fuse_unknown", model.fuseUnknown());
        out.flag("has_last", !model.suffix().isEmpty());
        out.scalar(
                "unknown",
                model.unknownId().isPresent() ? symbols.get(model.unknownId().getAsInt()) : NONE);
    }

    private int longest() {
        Map<Integer, Integer> lengths = new HashMap<>();
        model.vocabulary().forEach((token, id) -> lengths.put(id, token.codePointCount(0, token.length())));
        return model.merges().stream()
                .mapToInt(merge -> lengths.get(merge.product()))
                .max()
                .orElse(1);
    }

    /** One array for each place in a word that has symbols of its own. */
    private void writeSymbols(Tables out) {
        for (int place = 0; place < PLACES; place++) {
            int sameAs =
                    (model.prefix().isEmpty() ? 0 : place & 1) | (model.suffix().isEmpty() ? 0 : place & 2);
            if (sameAs == place) {
                Map<Integer, Integer> known = placeIds(place);
                out.array(
                        "symbols" + place,
                        CType.U16,
                        IntStream.range(0, chars.count())
                                .map(number -> known.containsKey(number) ? symbols.get(known.get(number)) : NONE));
            } else {
                out.share("symbols" + place, "symbols" + sameAs);
            }
        }
    }

    /** Merges by left and right symbol; the left symbols are found through a bit for each symbol. */
    private void writeMerges(Tables out) {
        record Entry(int left, int right, int rank) {}
        List<Entry> entries = IntStream.range(0, merges.size())
                .mapToObj(rank -> new Entry(
                        symbols.get(merges.get(rank).left()),
                        symbols.get(merges.get(rank).right()),
                        rank))
                .sorted(Comparator.comparing(Entry::left).thenComparing(Entry::right))
                .toList();
        int[] bits = new int[ids.size() / WORD_BITS + 1];
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            int left = entries.get(i).left();
            if (i == 0 || entries.get(i - 1).left() != left) {
                bits[left / WORD_BITS] |= 1 << left % WORD_BITS;
                starts.add(i);
            }
        }
        starts.add(entries.size());
        out.words("left_bits", bits);
        out.array("left_ranks", CType.U16, ranks(bits));
        out.array("left_starts", CType.U16, starts);
        out.array("rights", CType.U16, entries.stream().mapToInt(Entry::right));
        out.array("ranks", CType.U16, entries.stream().mapToInt(Entry::rank));
    }

    private static IntStream ranks(int[] bits) {
        int[] ranks = new int[bits.length];
        for (int i = 1; i < bits.length; i++) {
            ranks[i] = ranks[i - 1] + Integer.bitCount(bits[i - 1]);
        }
        return IntStream.of(ranks);
    }

    /** Leaves out what follows from the rank: the products' symbols, and their ids when they are consecutive. */
    private void writeIds(Tables out) {
        int first = baseIds.size();
        boolean inOrder = IntStream.range(0, merges.size())
                .allMatch(rank -> symbols.get(merges.get(rank).product()) == first + rank);
        if (!inOrder) {
            out.array("products", CType.U16, merges.stream().mapToInt(merge -> symbols.get(merge.product())));
        }
        int offset = ids.size() > first ? ids.get(first) - first : 0;
        boolean consecutive = IntStream.range(first, ids.size()).allMatch(symbol -> ids.get(symbol) == symbol + offset);
        int listed = consecutive ? first : ids.size();
        out.array("ids", CType.U16, ids.subList(0, listed));
        out.scalar("symbol_count", ids.size());
        out.scalar("id_count", listed);
        out.scalar("id_offset", offset & 0xFFFF);
        out.scalar("first_product", first);
    }
}
