package dev.thimble.frontend.checkpoint;

import dev.thimble.frontend.pickle.PickleProblems;
import dev.thimble.frontend.pickle.Surroundings;
import dev.thimble.frontend.pickle.Value;
import dev.thimble.frontend.pickle.Value.Constant;
import dev.thimble.frontend.weights.Names;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the pickle of a state dict may name: storages, dicts, and two functions that make tensors. All else is refused. */
final class TorchObjects implements Surroundings {
    private static final Value.Global ORDERED = new Value.Global("collections", "OrderedDict");
    private static final Value.Global TENSOR = new Value.Global("torch._utils", "_rebuild_tensor_v2");
    private static final Value.Global PARAMETER = new Value.Global("torch._utils", "_rebuild_parameter");
    private static final Set<Value.Global> KNOWN = Set.of(ORDERED, TENSOR, PARAMETER);

    /** Where classes of whole models come from, for a hint. */
    private static final List<String> MODULES = List.of(
            "__main__",
            "torch.nn.modules.",
            "torch.nn.parallel.",
            "transformers.",
            "pytorch_transformers.",
            "pytorch_pretrained_bert.",
            "sentence_transformers.");

    private final CheckpointProblems problems;
    private final PickleProblems pickle;
    private final Map<String, Storage> storages = new LinkedHashMap<>();

    TorchObjects(CheckpointProblems problems) {
        this.problems = problems;
        this.pickle = problems.pickle();
    }

    /** The storages that the pickle referred to, by key. */
    Map<String, Storage> storages() {
        return Collections.unmodifiableMap(storages);
    }

    @Override
    public Value named(Value.Global global) {
        if (KNOWN.contains(global)
                || StorageType.named(global.module(), global.name()).isPresent()) {
            return global;
        }
        if (MODULES.stream().anyMatch(global.module()::startsWith)) {
            throw problems.module(global.toString());
        }
        throw pickle.global(global);
    }

    @Override
    public Value called(Value function, List<Value> arguments) {
        if (function.equals(ORDERED)) {
            return ordered(arguments);
        }
        if (function.equals(TENSOR)) {
            return tensor(arguments);
        }
        if (function.equals(PARAMETER)) {
            return parameter(arguments);
        }
        throw pickle.call(function.kind(), "it is not called there");
    }

    private Value ordered(List<Value> arguments) {
        if (!arguments.isEmpty()) {
            throw pickle.call("collections.OrderedDict", "it has arguments");
        }
        return new Value.Dict(true);
    }

    /** Storage, offset, extents, strides, whether it was trained, hooks; then perhaps marks, as of a conjugate. */
    private Value tensor(List<Value> arguments) {
        boolean isLong = arguments.size() == 7;
        if (arguments.size() != 6 && !isLong) {
            throw malformed(arguments.size() + " arguments");
        }
        if (!(arguments.get(0) instanceof Storage storage)) {
            throw malformed(arguments.get(0).kind() + " for a storage");
        }
        checkHooks(arguments.get(4), arguments.get(5));
        if (isLong && !isEmptyDict(arguments.get(6))) {
            throw malformed("marks of a view");
        }
        long offset = natural(arguments.get(1));
        return new View(storage, offset, naturals(arguments.get(2)), naturals(arguments.get(3)));
    }

    private void checkHooks(Value isTrained, Value hooks) {
        if (isTrained != Constant.TRUE && isTrained != Constant.FALSE) {
            throw malformed(isTrained.kind() + " for a bool");
        }
        if (!isEmptyDict(hooks)) {
            throw malformed("hooks");
        }
    }

    private static boolean isEmptyDict(Value value) {
        return value instanceof Value.Dict dict && dict.entries().isEmpty();
    }

    private Value parameter(List<Value> arguments) {
        if (arguments.size() != 3) {
            throw malformed(arguments.size() + " arguments of a parameter");
        }
        checkHooks(arguments.get(1), arguments.get(2));
        if (arguments.get(0) instanceof View view) {
            return view;
        }
        throw malformed(arguments.get(0).kind() + " for the tensor of a parameter");
    }

    private List<Long> naturals(Value value) {
        if (!(value instanceof Value.Tuple tuple)) {
            throw malformed(value.kind() + " for extents or strides");
        }
        if (tuple.items().size() > View.MOST_DIMENSIONS) {
            throw malformed(tuple.items().size() + " extents or strides");
        }
        List<Long> numbers = new ArrayList<>();
        tuple.items().forEach(item -> numbers.add(natural(item)));
        return numbers;
    }

    private long natural(Value value) {
        if (value instanceof Value.Whole whole && isNatural(whole.number())) {
            return whole.number().longValueExact();
        }
        throw malformed(value.kind() + " for a number from 0 to 2^62");
    }

    private static boolean isNatural(BigInteger number) {
        return number.signum() >= 0 && number.bitLength() <= 62;
    }

    private RuntimeException malformed(String why) {
        return pickle.call("the maker of tensors", "it has " + why);
    }

    /** "storage", its class, its key, where it lay, how many elements; in the older form, of what it is a view. */
    @Override
    public Value outside(Value id) {
        List<Value> parts = id instanceof Value.Tuple tuple ? tuple.items() : List.of();
        if (!parts.isEmpty()
                && parts.get(0) instanceof Value.Text kind
                && kind.text().equals("module")) {
            throw problems.module(parts.size() > 1 ? parts.get(1).kind() : "module");
        }
        boolean isView = parts.size() == 6 && parts.get(5) != Constant.NONE;
        if (isView || parts.size() < 5 || parts.size() > 6) {
            throw pickle.reference(isView ? "a view of a storage" : id.kind() + " of " + parts.size() + " parts");
        }
        return storage(parts);
    }

    private Value storage(List<Value> parts) {
        if (parts.get(0) instanceof Value.Text kind
                && kind.text().equals("storage")
                && parts.get(1) instanceof Value.Global type
                && parts.get(2) instanceof Value.Text key
                && parts.get(3) instanceof Value.Text) {
            return storage(type, key.text(), natural(parts.get(4)));
        }
        throw pickle.reference("what it names is no storage");
    }

    private Value storage(Value.Global type, String key, long elements) {
        StorageType known = StorageType.named(type.module(), type.name())
                .orElseThrow(() -> pickle.reference(type.kind() + " is no class of storages"));
        Storage storage = new Storage(key, known, elements);
        Storage first = storages.computeIfAbsent(key, absent -> storage);
        if (!first.equals(storage)) {
            throw problems.storage(key, "it is described in two ways");
        }
        return first;
    }

    /** The versions of a model's modules are told in an attribute of the dict, and change nothing. */
    @Override
    public void build(Value object, Value state) {
        boolean isMetadata = object instanceof Value.Dict dict
                && dict.isOrdered()
                && state instanceof Value.Dict attributes
                && Set.of("_metadata").containsAll(attributes.entries().keySet());
        if (!isMetadata) {
            String what = state instanceof Value.Dict attributes
                    ? Names.abbreviated(String.join(", ", attributes.entries().keySet()))
                    : state.kind();
            throw pickle.call(object.kind(), "its state is set to " + what);
        }
    }
}
