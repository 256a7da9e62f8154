package dev.thimble.frontend.checkpoint;

import dev.thimble.frontend.pickle.Unpickler;
import dev.thimble.frontend.pickle.Value;
import dev.thimble.frontend.weights.Names;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The form since PyTorch 1.6: an archive with the pickle, the order of bytes, and a file a storage, below one folder. */
final class ArchiveForm {
    private static final String PICKLE = "/data.pkl";

    private final Map<String, ByteBuffer> files;
    private final String folder;
    private final CheckpointProblems problems;

    private ArchiveForm(Map<String, ByteBuffer> files, CheckpointProblems problems) {
        this.files = files;
        this.folder = folder(files, problems);
        this.problems = problems;
    }

    static Saved read(ByteBuffer bytes, CheckpointProblems problems) {
        return new ArchiveForm(ZipArchive.read(bytes, problems), problems).saved();
    }

    private static String folder(Map<String, ByteBuffer> files, CheckpointProblems problems) {
        List<String> pickles =
                files.keySet().stream().filter(name -> name.endsWith(PICKLE)).toList();
        if (pickles.size() != 1) {
            throw problems.archive("it has " + pickles.size() + " files data.pkl");
        }
        String folder = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
        for (String name : files.keySet()) {
            if (!name.startsWith(folder + "/")) {
                throw problems.archive("the file " + Names.quoted(name) + " lies outside of its folder");
            }
        }
        return folder;
    }

    private Saved saved() {
        checkScript();
        file("byteorder").ifPresent(this::checkOrder);
        TorchObjects objects = new TorchObjects(problems);
        ByteBuffer pickle = file("data.pkl").orElseThrow();
        Value root = Unpickler.read(pickle, problems.pickle(), objects);
        if (pickle.hasRemaining()) {
            throw problems.archive("data.pkl goes on behind its pickle");
        }
        Map<String, ByteBuffer> storages = new HashMap<>();
        objects.storages().forEach((key, storage) -> storages.put(key, bytes(storage)));
        return new Saved(root, storages);
    }

    private void checkScript() {
        boolean hasCode = files.keySet().stream().anyMatch(name -> name.startsWith(folder + "/code/"));
        if (hasCode || file("constants.pkl").isPresent()) {
            throw problems.module("torch.jit.ScriptModule");
        }
    }

    private Optional<ByteBuffer> file(String name) {
        return Optional.ofNullable(files.get(folder + "/" + name)).map(ByteBuffer::duplicate);
    }

    private void checkOrder(ByteBuffer file) {
        String order = StandardCharsets.ISO_8859_1.decode(file.duplicate()).toString();
        if (order.equals("big")) {
            throw problems.bigEndian();
        }
        if (!order.equals("little")) {
            throw problems.archive("its order of bytes is " + Names.quoted(order));
        }
    }

    private ByteBuffer bytes(Storage storage) {
        ByteBuffer bytes = file("data/" + storage.key())
                .orElseThrow(() -> problems.storage(storage.key(), "the archive has no file of it"));
        int width = storage.type().bytes();
        if (bytes.remaining() % width != 0 || bytes.remaining() / width != storage.elements()) {
            throw problems.storage(
                    storage.key(),
                    "it has " + bytes.remaining() + " bytes, not " + storage.elements() + " elements of " + width);
        }
        return bytes;
    }
}
