package dev.thimble.pipeline.vocabulary;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.VocabularyProblem;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.quant.TokenUse;
import dev.thimble.frontend.Model;
import dev.thimble.tokenizer.Tokenizer;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.subset.EntryChoice;
import dev.thimble.tokenizer.subset.EntryNeeds;
import dev.thimble.tokenizer.subset.KeptEntries;
import dev.thimble.tokenizer.subset.SmallerTokenizer;
import dev.thimble.verify.data.Example;
import dev.thimble.verify.data.Examples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Takes entries out of a model's vocabulary: out of its tokenizer and out of its tables of embeddings. */
public final class VocabularyCut {
    private VocabularyCut() {}

    /**
     * The vocabulary that is wished for; empty where nothing goes.
     *
     * @param whole the model as it was trained
     * @param lines of the calibration file
     * @throws ThimbleException where that is fewer entries than must stay
     */
    public static Optional<SmallerVocabulary> of(Model whole, VocabularyWish wish, Examples lines) {
        int entries = whole.graph().vocabulary();
        Tokenizer tokenizer = new Tokenizer(whole.tokenizer());
        TokenUse use = use(lines, tokenizer, entries);
        EntryNeeds needs = needs(whole);
        KeptEntries kept = wish.most().isPresent()
                ? mostUsed(needs, use, whole, wish.most().getAsInt())
                : EntryChoice.seen(needs, use, entries);
        if (kept.size() == entries) {
            return Optional.empty();
        }
        Tokenizer smaller = new Tokenizer(SmallerTokenizer.of(whole.tokenizer(), kept));
        List<VocabularyCost> costs = new ArrayList<>();
        costs.add(VocabularyCost.of("the calibration file", lines, tokenizer, smaller, kept));
        for (Path file : wish.texts()) {
            costs.add(VocabularyCost.of(name(file, costs), Examples.in(file), tokenizer, smaller, kept));
        }
        return Optional.of(new SmallerVocabulary(whole, kept, needs.required().size(), use, costs));
    }

    /** A file's name without its folders, for they decide nothing; numbered where it is there already. */
    private static String name(Path file, List<VocabularyCost> before) {
        String name = file.getFileName().toString();
        long same = before.stream()
                .filter(cost ->
                        cost.sentences().equals(name) || cost.sentences().startsWith(name + " ("))
                .count();
        return same == 0 ? name : name + " (" + (same + 1) + ")";
    }

    /** How many entries a model's vocabulary has at least; nothing where none can go. */
    public static Optional<Integer> least(TokenizerSpec tokenizer, Graph graph) {
        try {
            return Optional.of(EntryNeeds.of(tokenizer, named(graph)).required().size());
        } catch (ThimbleException e) {
            return Optional.empty();
        }
    }

    private static EntryNeeds needs(Model whole) {
        return EntryNeeds.of(whole.tokenizer(), named(whole.graph()));
    }

    /** Entries of whole texts, not only of what a sequence has room for. */
    private static TokenUse use(Examples lines, Tokenizer tokenizer, int entries) {
        return TokenUse.counted(
                entries, counter -> lines.forEach(line -> counter.accept(ids(line, tokenizer, entries))));
    }

    private static int[] ids(Example line, Tokenizer tokenizer, int entries) {
        List<Integer> ids = line.ids().isEmpty()
                ? tokenizer.encode(line.text().orElse(""), Integer.MAX_VALUE).ids()
                : line.ids();
        return ids.stream()
                .mapToInt(Integer::intValue)
                .filter(id -> id >= 0 && id < entries)
                .toArray();
    }

    private static KeptEntries mostUsed(EntryNeeds needs, TokenUse use, Model whole, int most) {
        int least = needs.required().size();
        if (most < least) {
            throw new ThimbleException(VocabularyProblem.TOO_FEW
                    .at("--vocabulary", most, least)
                    .withHint("give at least --vocabulary " + least + ", or --vocabulary seen"));
        }
        Set<Integer> candidates =
                new HashSet<>(whole.tokenizer().model().vocabulary().values());
        for (int id = 0; id < whole.graph().vocabulary(); id++) {
            if (use.count(id) > 0) {
                candidates.add(id);
            }
        }
        return EntryChoice.mostUsed(needs, use, whole.graph().vocabulary(), candidates, most);
    }

    /** The ids that a graph itself tells from others. */
    private static List<Integer> named(Graph graph) {
        int entries = graph.vocabulary();
        return segments(graph)
                .flatMap(segment -> Stream.of(segment.paddingId(), segment.separatorId()))
                .filter(id -> id >= 0 && id < entries)
                .toList();
    }

    private static Stream<IndexSource.Segment> segments(Graph graph) {
        return graph.nodes().stream()
                .map(Node::op)
                .filter(Op.Embedding.class::isInstance)
                .map(op -> ((Op.Embedding) op).source())
                .filter(IndexSource.Segment.class::isInstance)
                .map(IndexSource.Segment.class::cast);
    }

    /** A model with the rows and the tokenizer of the entries that are kept. */
    static Model cut(Model whole, KeptEntries kept) {
        Graph graph = whole.graph();
        List<Node> nodes = graph.nodes().stream()
                .map(node -> new Node(node.name(), cut(node.op(), kept), node.inputs(), node.shape()))
                .toList();
        return whole.with(graph.withNodes(nodes), SmallerTokenizer.of(whole.tokenizer(), kept));
    }

    private static Op cut(Op op, KeptEntries kept) {
        if (!(op instanceof Op.Embedding embedding)) {
            return op;
        }
        IndexSource source = embedding.source();
        if (source instanceof IndexSource.TokenId) {
            return new Op.Embedding(source, rows(embedding.table(), kept));
        }
        if (source instanceof IndexSource.Segment segment) {
            return new Op.Embedding(
                    new IndexSource.Segment(now(segment.paddingId(), kept), now(segment.separatorId(), kept)),
                    embedding.table());
        }
        return op;
    }

    /** An id that no entry had, none has. */
    private static int now(int id, KeptEntries kept) {
        return kept.now(id).orElse(id);
    }

    private static FloatTensor rows(FloatTensor table, KeptEntries kept) {
        int columns = table.columns();
        float[] values = new float[kept.size() * columns];
        for (int row = 0; row < kept.size(); row++) {
            System.arraycopy(table.rowsFrom(kept.before(row), 1), 0, values, row * columns, columns);
        }
        return FloatTensor.matrix(table.name(), kept.size(), columns, values);
    }
}
