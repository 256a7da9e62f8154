package dev.thimble.frontend.checkpoint;

import dev.thimble.frontend.pickle.PickleProblems;
import dev.thimble.frontend.pickle.Surroundings;
import dev.thimble.frontend.pickle.Unpickler;
import dev.thimble.frontend.pickle.Value;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The form before PyTorch 1.6: five pickles one after the other (a magic number, the format's version, what machine wrote
 * it, the object, the keys of its storages), then each storage's elements behind their number.
 */
final class OlderForm {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final BigInteger VERSION = BigInteger.valueOf(1001);

    private final ByteBuffer bytes;
    private final CheckpointProblems problems;
    private final PickleProblems pickle;

    private OlderForm(ByteBuffer bytes, CheckpointProblems problems) {
        this.bytes = bytes;
        this.problems = problems;
        this.pickle = problems.pickle();
    }

    static Saved read(ByteBuffer bytes, CheckpointProblems problems) {
        return new OlderForm(bytes, problems).saved();
    }

    private Saved saved() {
        checkNumber(MAGIC, "the magic number");
        checkNumber(VERSION, "the version of its format");
        checkMachine(plain());
        TorchObjects objects = new TorchObjects(problems);
        Value root = Unpickler.read(bytes, pickle, objects);
        Map<String, ByteBuffer> storages = storages(plain(), objects.storages());
        if (bytes.hasRemaining()) {
            throw problems.form("it goes on behind its last storage");
        }
        return new Saved(root, storages);
    }

    private Value plain() {
        return Unpickler.read(bytes, pickle, Surroundings.none(pickle));
    }

    private void checkNumber(BigInteger wanted, String what) {
        if (!(plain() instanceof Value.Whole whole && whole.number().equals(wanted))) {
            throw problems.form(what + " is another");
        }
    }

    private void checkMachine(Value machine) {
        Optional<Value> little = machine instanceof Value.Dict dict
                ? Optional.ofNullable(dict.entries().get("little_endian"))
                : Optional.empty();
        if (little.equals(Optional.of(Value.Constant.FALSE))) {
            throw problems.bigEndian();
        }
        if (!little.equals(Optional.of(Value.Constant.TRUE))) {
            throw problems.form("it does not tell its order of bytes");
        }
    }

    private Map<String, ByteBuffer> storages(Value keys, Map<String, Storage> described) {
        if (!(keys instanceof Value.Sequence list)) {
            throw problems.form("the keys of its storages are " + keys.kind());
        }
        Map<String, ByteBuffer> storages = new HashMap<>();
        for (Value item : list.items()) {
            String key = item instanceof Value.Text text ? text.text() : "";
            Storage storage = Optional.ofNullable(described.get(key))
                    .orElseThrow(() -> problems.storage(key, "no tensor refers to it"));
            if (storages.put(key, elements(storage)) != null) {
                throw problems.storage(key, "it is there twice");
            }
        }
        described.keySet().stream()
                .filter(key -> !storages.containsKey(key))
                .findFirst()
                .ifPresent(key -> {
                    throw problems.storage(key, "the file does not have it");
                });
        return storages;
    }

    private ByteBuffer elements(Storage storage) {
        long count = bytes.remaining() < Long.BYTES ? -1 : bytes.getLong();
        if (count != storage.elements()) {
            throw problems.storage(storage.key(), "it has " + count + " elements, not " + storage.elements());
        }
        int width = storage.type().bytes();
        if (count > bytes.remaining() / width) {
            throw problems.storage(storage.key(), "it goes beyond the end of the file");
        }
        int length = (int) count * width;
        ByteBuffer elements = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return elements;
    }
}
