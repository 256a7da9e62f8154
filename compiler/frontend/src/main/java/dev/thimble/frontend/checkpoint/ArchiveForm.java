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
import java.util.Set;

/** The form since PyTorch 1.6: an archive with the pickle, the order of bytes, and a file a storage, below one folder. */
final class ArchiveForm {
    private static final String PICKLE = "/data.pkl";

    private final ZipArchive archive;
    private final String folder;
    private final CheckpointProblems problems;

    private ArchiveForm(ZipArchive archive, CheckpointProblems problems) {
        this.archive = archive;
        this.folder = folder(archive.names(), problems);
        this.problems = problems;
    }

    static Saved read(ByteBuffer bytes, CheckpointProblems problems) {
        return new ArchiveForm(ZipArchive.of(bytes, problems), problems).saved();
    }

    private static String folder(Set<String> names, CheckpointProblems problems) {
        List<String> pickles =
                names.stream().filter(name -> name.endsWith(PICKLE)).toList();
        if (pickles.size() != 1) {
            throw problems.archive("it has " + pickles.size() + " files data.pkl");
        }
        String folder = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
        for (String name : names) {
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
        boolean hasCode = archive.names().stream().anyMatch(name -> name.startsWith(folder + "/code/"));
        if (hasCode || archive.names().contains(folder + "/constants.pkl")) {
            throw problems.module("torch.jit.ScriptModule");
        }
    }

    private Optional<ByteBuffer> file(String name) {
        return archive.file(folder + "/" + name);
    }

    private void checkOrder(ByteBuffer file) {
        String order = StandardCharsets.ISO_8859_1.decode(file).toString();
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
