package dev.thimble.core.text;

import dev.thimble.core.integer.IntGraph;
import dev.thimble.core.integer.IntNode;
import dev.thimble.core.integer.IntOp;
import dev.thimble.core.integer.IntTensor;
import dev.thimble.core.integer.Precision;
import dev.thimble.core.integer.Quantization;
import dev.thimble.core.integer.Requantizer;
import dev.thimble.core.integer.RowScale;
import dev.thimble.core.ir.IndexSource;
import dev.thimble.core.ir.PoolKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The integer graph as text and back. */
public final class IntGraphText {
    private static final String KIND = "thimble integer graph 1";

    private IntGraphText() {}

    /** A graph as text and constants. */
    public static Printed print(IntGraph graph) {
        ConstantWriter constants = new ConstantWriter();
        List<NodeLine> lines = new ArrayList<>();
        for (IntNode node : graph.nodes()) {
            Writer writer = new Writer(constants);
            String operator = node.op().match(writer);
            lines.add(new NodeLine(
                    node.name(), operator, node.inputs(), writer.fields, node.shape(), tail(node.quantization())));
        }
        return GraphFile.print(KIND, graph.name(), graph.maxTokens(), lines, constants);
    }

    /** The graph that was printed. */
    public static IntGraph parse(Printed printed) {
        GraphFile file = GraphFile.parse(KIND, printed);
        List<IntNode> nodes = file.nodes().stream()
                .map(line -> new IntNode(
                        line.name(),
                        op(line, file.constants()),
                        line.inputs(),
                        line.shape(),
                        quantization(line.tail())))
                .toList();
        return new IntGraph(file.name(), file.maxTokens(), nodes);
    }

    private static String tail(Quantization quantization) {
        return quantization.precision().name().toLowerCase(Locale.ROOT) + " " + Decimals.of(quantization.scale()) + " "
                + quantization.zeroPoint();
    }

    private static Quantization quantization(String tail) {
        String[] words = tail.split(" ", -1);
        return new Quantization(
                Precision.valueOf(words[0].toUpperCase(Locale.ROOT)),
                Double.parseDouble(words[1]),
                Integer.parseInt(words[2]));
    }

    private static final class Writer implements IntOp.Cases<String> {
        private final ConstantWriter constants;
        private final Map<String, String> fields = new LinkedHashMap<>();

        Writer(ConstantWriter constants) {
            this.constants = constants;
        }

        private void put(String field, IntTensor tensor) {
            fields.put(field, constants.add(tensor));
        }

        private void put(String field, Object value) {
            fields.put(field, value.toString().toLowerCase(Locale.ROOT));
        }

        private void put(String field, Requantizer requantizer) {
            put(field + "_shift", requantizer.shift());
            put(field, requantizer.multipliers());
        }

        private void put(RowScale scale) {
            put("epsilon", scale.epsilon());
            put("numerator", scale.numerator());
            put("numerator_fraction", scale.numeratorFraction());
            put("fraction", scale.fraction());
        }

        @Override
        public String embedding(IntOp.Embedding op) {
            put("source", Sources.print(op.source()));
            put("table", op.table());
            op.factors().ifPresent(factors -> put("factors", factors));
            return "embedding";
        }

        @Override
        public String linear(IntOp.Linear op) {
            put("weight", op.weight());
            put("bias", op.bias());
            put("multiplier", op.requantizer());
            return "linear";
        }

        @Override
        public String layerNorm(IntOp.LayerNorm op) {
            put(op.scale());
            put("gain", op.gain());
            put("bias", op.bias());
            return "layer_norm";
        }

        @Override
        public String rmsNorm(IntOp.RmsNorm op) {
            put(op.scale());
            put("gain", op.gain());
            put("bias", op.bias());
            return "rms_norm";
        }

        @Override
        public String attention(IntOp.Attention op) {
            put("heads", op.heads());
            put("exponent", op.exponent());
            put("numerator", op.numerator());
            put("shift", op.shift());
            return "attention";
        }

        @Override
        public String depthwiseConv1d(IntOp.DepthwiseConv1d op) {
            put("weight", op.weight());
            put("bias", op.bias());
            put("multiplier", op.requantizer());
            return "depthwise_conv1d";
        }

        @Override
        public String lookup(IntOp.Lookup op) {
            put("table", op.table());
            return "lookup";
        }

        @Override
        public String add(IntOp.Add op) {
            for (int i = 0; i < op.requantizers().size(); i++) {
                put("multiplier" + i, op.requantizers().get(i));
            }
            return "add";
        }

        @Override
        public String pool(IntOp.Pool op) {
            put("kind", op.kind());
            return "pool";
        }

        @Override
        public String concat(IntOp.Concat op) {
            return "concat";
        }
    }

    private static IntOp op(NodeLine line, ConstantReader constants) {
        Reader reader = new Reader(line.fields(), constants);
        return switch (line.operator()) {
            case "embedding" -> reader.embedding();
            case "linear" ->
                new IntOp.Linear(reader.tensor("weight"), reader.tensor("bias"), reader.requantizer("multiplier"));
            case "layer_norm" -> new IntOp.LayerNorm(reader.rowScale(), reader.tensor("gain"), reader.tensor("bias"));
            case "rms_norm" -> new IntOp.RmsNorm(reader.rowScale(), reader.tensor("gain"), reader.tensor("bias"));
            case "attention" ->
                new IntOp.Attention(
                        (int) reader.number("heads"), reader.requantizer("exponent"), reader.number("numerator"), (int)
                                reader.number("shift"));
            case "depthwise_conv1d" ->
                new IntOp.DepthwiseConv1d(
                        reader.tensor("weight"), reader.tensor("bias"), reader.requantizer("multiplier"));
            case "lookup" -> new IntOp.Lookup(reader.tensor("table"));
            case "add" -> new IntOp.Add(reader.requantizers(line.inputs().size()));
            case "pool" -> new IntOp.Pool(PoolKind.valueOf(reader.word("kind").toUpperCase(Locale.ROOT)));
            case "concat" -> new IntOp.Concat();
            default -> throw new IllegalArgumentException("not an operator: " + line.operator());
        };
    }

    private record Reader(Map<String, String> fields, ConstantReader constants) {
        String word(String field) {
            return fields.get(field);
        }

        long number(String field) {
            return Long.parseLong(word(field));
        }

        IntTensor tensor(String field) {
            return constants.integers(word(field));
        }

        IntOp embedding() {
            IndexSource source = Sources.parse(word("source"));
            Optional<IntTensor> factors = Optional.ofNullable(word("factors")).map(constants::integers);
            return new IntOp.Embedding(source, tensor("table"), factors);
        }

        Requantizer requantizer(String field) {
            return new Requantizer((int) number(field + "_shift"), tensor(field));
        }

        List<Requantizer> requantizers(int count) {
            List<Requantizer> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(requantizer("multiplier" + i));
            }
            return all;
        }

        RowScale rowScale() {
            return new RowScale(number("epsilon"), number("numerator"), (int) number("numerator_fraction"), (int)
                    number("fraction"));
        }
    }
}
