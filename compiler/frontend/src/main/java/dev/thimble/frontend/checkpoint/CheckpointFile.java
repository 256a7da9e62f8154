package dev.thimble.frontend.checkpoint;

import dev.thimble.frontend.files.FolderFile;
import dev.thimble.frontend.pickle.Value;
import dev.thimble.frontend.weights.StoredTensor;
import dev.thimble.frontend.weights.TensorStore;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A state dict of tensors as {@code torch.save} writes it, in the form of an archive or the older one. The file may come
 * from anywhere: it is read whole, and what its pickle says is compared with it before memory is taken.
 */
public final class CheckpointFile implements TensorStore {
    /** As many bytes as a file of weights may have. Views of one element can be of any size. */
    private static final long MOST_BYTES = 1L << 30;

    private final String file;
    private final Map<String, View> views;
    private final Map<String, ByteBuffer> storages;
    private final Map<String, StoredTensor> tensors;

    private CheckpointFile(String file, Map<String, View> views, Map<String, ByteBuffer> storages) {
        this.file = file;
        this.views = views;
        this.storages = storages;
        this.tensors = views.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> stored(entry.getValue())));
    }

    private StoredTensor stored(View view) {
        return new StoredTensor(
                file, view.storage().type().dtype(), view.shape(), view.bytes().longValueExact());
    }

    /**
     * Reads and checks a file.
     *
     * @throws dev.thimble.core.diag.ThimbleException THM-0105, THM-0137, THM-0138, THM-0801 when it is not to be read,
     *     THM-0150 to THM-0163 for whatever is not a state dict
     */
    public static CheckpointFile open(Path folder, FolderFile file) {
        return of(file.name(), file.read(folder));
    }

    static CheckpointFile of(String file, byte[] bytes) {
        CheckpointProblems problems = new CheckpointProblems(file);
        Saved saved = saved(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), problems);
        return new CheckpointFile(file, views(saved.root(), problems), saved.storages());
    }

    private static Saved saved(ByteBuffer bytes, CheckpointProblems problems) {
        if (bytes.remaining() >= 4 && bytes.getInt(0) == ZipArchive.LOCAL) {
            return ArchiveForm.read(bytes, problems);
        }
        if (bytes.hasRemaining() && bytes.get(0) == (byte) 0x80) {
            return OlderForm.read(bytes, problems);
        }
        throw problems.form("it begins like neither");
    }

    private static Map<String, View> views(Value root, CheckpointProblems problems) {
        if (!(root instanceof Value.Dict dict)) {
            throw problems.form("what it holds is " + root.kind());
        }
        checkNotWrapped(dict, problems);
        Map<String, View> views = new LinkedHashMap<>();
        BigInteger bytes = BigInteger.ZERO;
        for (Map.Entry<String, Value> entry : dict.entries().entrySet()) {
            View view = view(entry, problems);
            views.put(entry.getKey(), view);
            bytes = bytes.add(view.bytes());
        }
        if (bytes.compareTo(BigInteger.valueOf(MOST_BYTES)) > 0) {
            throw problems.tooLarge(MOST_BYTES);
        }
        return views;
    }

    /** What training writes to go on later has the weights below a key, beside its own state. */
    private static void checkNotWrapped(Value.Dict dict, CheckpointProblems problems) {
        for (Map.Entry<String, Value> entry : dict.entries().entrySet()) {
            if (entry.getValue() instanceof Value.Dict inner && inner.holds(View.class)) {
                throw problems.wrapped(entry.getKey());
            }
        }
    }

    private static View view(Map.Entry<String, Value> entry, CheckpointProblems problems) {
        if (!(entry.getValue() instanceof View view)) {
            throw problems.entry(entry.getKey(), entry.getValue().kind());
        }
        view.fault().ifPresent(why -> {
            throw problems.view(entry.getKey(), why);
        });
        return view;
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public void read(String name, Consumer<ByteBuffer> blocks) {
        View view = Optional.ofNullable(views.get(name)).orElseThrow();
        new ViewReader(storages.get(view.storage().key()), view, blocks).read();
    }
}
