package dev.thimble.core.pass;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the matrix products of embeddings that a sum adds up one matrix product of the embeddings side by side:
 *
 * <pre>
 *   (A · x + a) + (B · y + b) = [A B] · [x ; y] + (a + b)
 * </pre>
 *
 * as many multiplications, one rounding where there were three, and no pass over the values to add them. An embedding of
 * a few rows is a matrix product too, of the row's number as a vector of zeros with a single 1, and joins the others.
 *
 * <p>Other values' products stay apart. Their weights would have to share one scale for each output, and what attention
 * and a convolution give is so different that the logits lose more than the instructions are worth (decision 0017).
 */
public final class JoinLinears implements Pass {
    /** So many multiplications are worth one term of a sum. */
    private static final int TERM = 8;

    @Override
    public Graph run(Graph graph) {
        return Pass.aroundEach(graph, JoinLinears::join);
    }

    private static Graph join(Graph graph, String name) {
        Node sum = graph.node(name);
        List<Node> terms = sum.op() instanceof Op.Add ? joining(graph, sum) : List.of();
        if (terms.size() < 2 || terms.stream().allMatch(term -> term.op() instanceof Op.Embedding)) {
            return graph;
        }
        Joint joint = new Joint(graph, sum);
        terms.forEach(joint::add);
        return joint.isNoLongerThan(terms.size()) ? rewritten(graph, sum, terms, joint) : graph;
    }

    /** The terms that only this sum reads, and that are products of embeddings or can be at no more work. */
    private static List<Node> joining(Graph graph, Node sum) {
        return sum.inputs().stream()
                .filter(term -> Collections.frequency(sum.inputs(), term) == 1
                        && graph.consumers(term).size() == 1)
                .map(graph::node)
                .filter(term -> isProductOfEmbeddings(graph, term) || isTableOfFewRows(term))
                .toList();
    }

    private static boolean isProductOfEmbeddings(Graph graph, Node term) {
        return term.op() instanceof Op.Linear
                && term.inputs().stream().allMatch(input -> graph.node(input).op() instanceof Op.Embedding);
    }

    private static boolean isTableOfFewRows(Node term) {
        return term.op() instanceof Op.Embedding embedding && embedding.table().rows() < TERM;
    }

    private static Graph rewritten(Graph graph, Node sum, List<Node> terms, Joint joint) {
        List<String> others = new ArrayList<>(sum.inputs());
        others.removeAll(terms.stream().map(Node::name).toList());
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.equals(sum)) {
                nodes.addAll(joint.with(others));
            } else if (!terms.contains(node)) {
                nodes.add(node);
            } else if (node.op() instanceof Op.Embedding op) {
                nodes.add(row(node, op));
            }
        }
        return graph.withNodes(nodes);
    }

    /** Which row an embedding looks up, as a vector. */
    private static Node row(Node term, Op.Embedding op) {
        FloatTensor table = Matrices.identity(nameOfRow(term), op.table().rows());
        return new Node(
                nameOfRow(term),
                new Op.Embedding(op.source(), table),
                List.of(),
                term.shape().withWidth(table.columns()));
    }

    private static String nameOfRow(Node term) {
        return term.name() + ".row";
    }

    /** The inputs of the one product, each with its columns of the weights. */
    private static final class Joint {
        private final Graph graph;
        private final Node sum;
        private final Map<String, FloatTensor> weights = new LinkedHashMap<>();
        private final List<FloatTensor> biases = new ArrayList<>();

        Joint(Graph graph, Node sum) {
            this.graph = graph;
            this.sum = sum;
        }

        void add(Node term) {
            if (term.op() instanceof Op.Linear linear) {
                int from = 0;
                for (String input : term.inputs()) {
                    int width = graph.node(input).shape().width();
                    add(input, Matrices.columns(linear.weight().name(), linear.weight(), from, width));
                    from += width;
                }
                biases.add(linear.bias());
            } else if (term.op() instanceof Op.Embedding embedding) {
                add(nameOfRow(term), Matrices.transposed(embedding.table()));
            }
        }

        /** Two products of one input are one product. */
        private void add(String input, FloatTensor columns) {
            weights.merge(input, columns, (one, other) -> Matrices.sum(one.name(), List.of(one, other)));
        }

        /** Whether a row of the inputs takes no more bytes than the 16-bit terms whose place it takes. */
        boolean isNoLongerThan(int terms) {
            int width = weights.values().stream().mapToInt(FloatTensor::columns).sum();
            return width <= 2 * terms * sum.shape().width();
        }

        /** The product, and the sum of it and other terms where there are any. */
        List<Node> with(List<String> others) {
            if (others.isEmpty()) {
                return List.of(product(sum.name()));
            }
            Node product = product(sum.name() + ".product");
            List<String> terms = new ArrayList<>(others);
            terms.add(0, product.name());
            return List.of(product, new Node(sum.name(), sum.op(), terms, sum.shape()));
        }

        private Node product(String name) {
            FloatTensor weight = Matrices.sideBySide(name + ".weight", List.copyOf(weights.values()));
            FloatTensor bias = Matrices.sum(name + ".bias", biases);
            return new Node(name, new Op.Linear(weight, bias), List.copyOf(weights.keySet()), sum.shape());
        }
    }
}
