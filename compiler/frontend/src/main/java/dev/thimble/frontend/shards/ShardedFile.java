package dev.thimble.frontend.shards;

import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.files.FolderFile;
import dev.thimble.frontend.weights.Names;
import dev.thimble.frontend.weights.StoredTensor;
import dev.thimble.frontend.weights.TensorStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Several files whose tensors are one model's: each is where the index says, and nowhere else. */
public final class ShardedFile implements TensorStore {
    private final ShardIndex index;
    private final Map<String, TensorStore> shards = new TreeMap<>();
    private final Map<String, StoredTensor> tensors = new TreeMap<>();

    private ShardedFile(ShardIndex index) {
        this.index = index;
    }

    /**
     * Reads the index, and checks every file that it names.
     *
     * @param index the index
     * @param extension how the name of each file ends
     * @param most bytes of all files together
     * @param open reads one of them
     * @throws ThimbleException THM-0101 and THM-0164 to THM-0166, and what the files are refused for
     */
    public static ShardedFile open(
            Path folder,
            FolderFile index,
            String extension,
            long most,
            BiFunction<Path, FolderFile, TensorStore> open) {
        ShardedFile all = new ShardedFile(ShardIndex.read(folder, index, extension));
        long left = most;
        for (String name : all.index.files()) {
            FolderFile file = new FolderFile(name, left);
            all.checkThere(file, folder);
            all.add(open.apply(folder, file));
            left -= file.size(folder);
        }
        all.checkWhole();
        return all;
    }

    private void checkThere(FolderFile file, Path folder) {
        if (!file.isIn(folder)) {
            throw new ThimbleException(ModelProblem.FILE_MISSING
                    .at(index.file(), file.name())
                    .withHint("the index says that tensors are in it: fetch it, too"));
        }
    }

    private void add(TensorStore shard) {
        for (Map.Entry<String, StoredTensor> tensor : shard.tensors().entrySet()) {
            Optional<String> said = Optional.ofNullable(index.shards().get(tensor.getKey()));
            if (!said.equals(Optional.of(shard.file()))) {
                throw elsewhere(tensor.getKey(), said, "is in " + shard.file());
            }
            tensors.put(tensor.getKey(), tensor.getValue());
        }
        shards.put(shard.file(), shard);
    }

    private void checkWhole() {
        for (Map.Entry<String, String> said : new TreeMap<>(index.shards()).entrySet()) {
            if (!tensors.containsKey(said.getKey())) {
                throw elsewhere(said.getKey(), Optional.of(said.getValue()), "is not there");
            }
        }
    }

    private ThimbleException elsewhere(String tensor, Optional<String> said, String found) {
        String place = said.map(name -> "in " + name).orElse("in no file");
        return new ThimbleException(ModelProblem.SHARD_DIFFERS.at(index.file(), Names.quoted(tensor), found, place));
    }

    @Override
    public String file() {
        return index.file();
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public void read(String name, Consumer<ByteBuffer> blocks) {
        String shard = Optional.ofNullable(index.shards().get(name)).orElseThrow();
        Optional.ofNullable(shards.get(shard)).orElseThrow().read(name, blocks);
    }
}
