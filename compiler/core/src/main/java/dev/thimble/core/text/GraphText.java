package dev.thimble.core.text;

import dev.thimble.core.ir.ActivationKind;
import dev.thimble.core.ir.FloatTensor;
import dev.thimble.core.ir.Graph;
import dev.thimble.core.ir.Node;
import dev.thimble.core.ir.Op;
import dev.thimble.core.ir.PoolKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The float graph as text and back. */
public final class GraphText {
    private static final String KIND = "thimble float graph 1";

    private GraphText() {}

    /** A graph as text and constants. */
    public static Printed print(Graph graph) {
        ConstantWriter constants = new ConstantWriter();
        List<NodeLine> lines = graph.nodes().stream()
                .map(node -> {
                    Writer writer = new Writer(constants);
                    String operator = node.op().match(writer);
                    return new NodeLine(node.name(), operator, node.inputs(), writer.fields, node.shape(), "");
                })
                .toList();
        return GraphFile.print(KIND, graph.name(), graph.maxTokens(), lines, constants);
    }

    /** The graph that was printed. */
    public static Graph parse(Printed printed) {
        GraphFile file = GraphFile.parse(KIND, printed);
        List<Node> nodes = file.nodes().stream()
                .map(line -> new Node(line.name(), op(line, file.constants()), line.inputs(), line.shape()))
                .toList();
        return new Graph(file.name(), file.maxTokens(), nodes);
    }

    private static final class Writer implements Op.Cases<String> {
        private final ConstantWriter constants;
        private final Map<String, String> fields = new LinkedHashMap<>();

        Writer(ConstantWriter constants) {
            this.constants = constants;
        }

        private void put(String field, FloatTensor tensor) {
            fields.put(field, constants.add(tensor));
        }

        private void put(String field, Object value) {
            fields.put(field, value.toString().toLowerCase(Locale.ROOT));
        }

        @Override
        public String embedding(Op.Embedding op) {
            put("source", Sources.print(op.source()));
            put("table", op.table());
            return "embedding";
        }

        @Override
        public String linear(Op.Linear op) {
            put("weight", op.weight());
            put("bias", op.bias());
            return "linear";
        }

        @Override
        public String layerNorm(Op.LayerNorm op) {
            put("gain", op.gain());
            put("bias", op.bias());
            put("epsilon", Decimals.of(op.epsilon()));
            return "layer_norm";
        }

        @Override
        public String rmsNorm(Op.RmsNorm op) {
            put("gain", op.gain());
            put("epsilon", Decimals.of(op.epsilon()));
            return "rms_norm";
        }

        @Override
        public String attention(Op.Attention op) {
            put("heads", op.heads());
            put("scale", Decimals.of(op.scale()));
            return "attention";
        }

        @Override
        public String depthwiseConv1d(Op.DepthwiseConv1d op) {
            put("weight", op.weight());
            put("bias", op.bias());
            return "depthwise_conv1d";
        }

        @Override
        public String activation(Op.Activation op) {
            put("kind", op.kind());
            return "activation";
        }

        @Override
        public String add(Op.Add op) {
            return "add";
        }

        @Override
        public String weightedSum(Op.WeightedSum op) {
            put("coefficients", op.coefficients().stream().map(Decimals::of).collect(Collectors.joining("/")));
            return "weighted_sum";
        }

        @Override
        public String pool(Op.Pool op) {
            put("kind", op.kind());
            return "pool";
        }
    }

    private static Op op(NodeLine line, ConstantReader constants) {
        Reader reader = new Reader(line.fields(), constants);
        return switch (line.operator()) {
            case "embedding" -> new Op.Embedding(Sources.parse(reader.word("source")), reader.tensor("table"));
            case "linear" -> new Op.Linear(reader.tensor("weight"), reader.tensor("bias"));
            case "layer_norm" ->
                new Op.LayerNorm(reader.tensor("gain"), reader.tensor("bias"), reader.number("epsilon"));
            case "rms_norm" -> new Op.RmsNorm(reader.tensor("gain"), reader.number("epsilon"));
            case "attention" -> new Op.Attention((int) reader.number("heads"), reader.number("scale"));
            case "depthwise_conv1d" -> new Op.DepthwiseConv1d(reader.tensor("weight"), reader.tensor("bias"));
            case "activation" -> new Op.Activation(ActivationKind.valueOf(reader.upper("kind")));
            case "add" -> new Op.Add();
            case "weighted_sum" -> new Op.WeightedSum(reader.numbers("coefficients"));
            case "pool" -> new Op.Pool(PoolKind.valueOf(reader.upper("kind")));
            default -> throw new IllegalArgumentException("not an operator: " + line.operator());
        };
    }

    private record Reader(Map<String, String> fields, ConstantReader constants) {
        String word(String field) {
            return fields.get(field);
        }

        String upper(String field) {
            return word(field).toUpperCase(Locale.ROOT);
        }

        double number(String field) {
            return Double.parseDouble(word(field));
        }

        List<Double> numbers(String field) {
            return Stream.of(word(field).split("/", -1)).map(Double::valueOf).toList();
        }

        FloatTensor tensor(String field) {
            return constants.floats(word(field));
        }
    }
}
