package dev.thimble.core.pass;

import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where an attention's first row alone counts, as in the last layer before first-token pooling, gives that row the work
 * that every token's key and value would need. For a head with query q, keys K · x_j + k and values V · x_j + v,
 *
 * <pre>
 *   q · (K · x_j + k)     = (Kᵀ · q) · x_j + q · k       and q · k, the same for every token, drops out of the softmax;
 *   Σ p_j (V · x_j + v)   = V · (Σ p_j x_j) + v          because the weights p_j sum to 1.
 * </pre>
 *
 * So the tokens themselves are keys and values: two matrix products over all tokens become two over one row. (Fusing the
 * weights of query and key: Wang et al. 2024, arXiv 2404.02945, there for every row.) Each head is an attention of its
 * own then, and the matrix product behind them is the sum of its heads' parts.
 */
public final class AbsorbKeysAndValues implements Pass {

    @Override
    public Graph run(Graph graph) {
        Set<String> firstRows = FirstRows.of(graph);
        Map<String, List<Node>> replaced = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Attention op && firstRows.contains(node.name())) {
                Site site = new Site(graph, node, op);
                if (site.canAbsorb()) {
                    site.absorb(replaced);
                }
            }
        }
        List<Node> nodes = new ArrayList<>();
        graph.nodes().forEach(node -> nodes.addAll(replaced.getOrDefault(node.name(), List.of(node))));
        return graph.withNodes(nodes);
    }

    /** An attention of whose value only the first row is read. */
    private record Site(Graph graph, Node attention, Op.Attention op) {

        private Node input(int index) {
            return graph.node(attention.inputs().get(index));
        }

        private Node behind() {
            return graph.consumers(attention.name()).get(0);
        }

        private static Op.Linear linear(Node node) {
            return (Op.Linear) node.op();
        }

        boolean canAbsorb() {
            return new HashSet<>(attention.inputs()).size() == 3
                    && attention.inputs().stream().allMatch(this::isProductOfOneReader)
                    && graph.consumers(attention.name()).size() == 1
                    && isProduct(behind())
                    && tokenWidth() == linear(input(2)).weight().columns()
                    && isLessWork();
        }

        private boolean isProductOfOneReader(String name) {
            return isProduct(graph.node(name)) && graph.consumers(name).size() == 1;
        }

        private static boolean isProduct(Node node) {
            return node.op() instanceof Op.Linear && node.inputs().size() == 1;
        }

        private int tokenWidth() {
            return linear(input(1)).weight().columns();
        }

        /** With two tokens already: what keys and values cost once for each, against longer scores and sums. */
        private boolean isLessWork() {
            int weights =
                    linear(input(1)).weight().size() + linear(input(2)).weight().size();
            int width = attention.shape().width();
            return weights + 4 * op.heads() * tokenWidth() <= 2 * weights + 4 * width;
        }

        void absorb(Map<String, List<Node>> replaced) {
            List<Node> heads = new ArrayList<>();
            List<Node> terms = new ArrayList<>();
            for (int head = 0; head < op.heads(); head++) {
                Head one = new Head(this, head);
                heads.addAll(one.nodes());
                terms.add(one.output());
            }
            attention.inputs().forEach(input -> replaced.put(input, List.of()));
            replaced.put(attention.name(), heads);
            replaced.put(behind().name(), op.heads() == 1 ? terms : summed(terms));
        }

        private List<Node> summed(List<Node> terms) {
            List<Node> nodes = new ArrayList<>(terms);
            List<String> names = terms.stream().map(Node::name).toList();
            nodes.add(new Node(behind().name(), new Op.Add(), names, behind().shape()));
            return nodes;
        }
    }

    /** One head of such an attention. */
    private record Head(Site site, int index) {

        private int width() {
            return site.attention().shape().width() / site.op().heads();
        }

        private String name() {
            return site.attention().name() + (site.op().heads() == 1 ? "" : ".head" + index);
        }

        private Node product(String name, FloatTensor weight, FloatTensor bias, String input) {
            Shape shape = new Shape(site.attention().shape().rows(), weight.rows());
            return new Node(name, new Op.Linear(weight, bias), List.of(input), shape);
        }

        /** The rows of a projection that make this head's columns. */
        private Node projection(String name, Node whole, String input) {
            Op.Linear op = Site.linear(whole);
            int from = index * width();
            return product(
                    name,
                    Matrices.rows(name + ".weight", op.weight(), from, width()),
                    Matrices.part(name + ".bias", op.bias(), from, width()),
                    input);
        }

        List<Node> nodes() {
            String query = name() + ".query";
            Node key = site.input(1);
            Node value = site.input(2);
            FloatTensor keys =
                    Matrices.rows(name() + ".key.weight", Site.linear(key).weight(), index * width(), width());
            Node turned = product(
                    name() + ".key",
                    Matrices.transposed(keys),
                    Matrices.zeros(name() + ".key.bias", keys.columns()),
                    query);
            List<String> inputs =
                    List.of(turned.name(), key.inputs().get(0), value.inputs().get(0));
            Shape shape = new Shape(site.attention().shape().rows(), site.tokenWidth());
            return List.of(
                    projection(query, site.input(0), site.input(0).inputs().get(0)),
                    turned,
                    new Node(name(), new Op.Attention(1, site.op().scale()), inputs, shape),
                    projection(name() + ".value", value, name()));
        }

        /** This head's part of the product behind the attention; the first head's has the bias. */
        Node output() {
            Op.Linear behind = Site.linear(site.behind());
            String name = site.op().heads() == 1 ? site.behind().name() : name() + ".output";
            FloatTensor bias = index == 0
                    ? behind.bias()
                    : Matrices.zeros(name + ".bias", behind.bias().size());
            FloatTensor columns = Matrices.columns(name + ".weight", behind.weight(), index * width(), width());
            return product(name, columns, bias, name() + ".value");
        }
    }
}
