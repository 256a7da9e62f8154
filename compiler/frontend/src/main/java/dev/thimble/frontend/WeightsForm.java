package dev.thimble.frontend;

import dev.thimble.frontend.checkpoint.CheckpointFile;
import dev.thimble.frontend.files.FolderFile;
import dev.thimble.frontend.safetensors.SafetensorsFile;
import dev.thimble.frontend.shards.ShardedFile;
import dev.thimble.frontend.weights.TensorStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The forms in which a folder may have its weights. The first that is there counts, as in transformers. */
enum WeightsForm {
    SAFETENSORS("model.safetensors", WeightsForm.MOST_BYTES) {
        @Override
        TensorStore open(Path folder) {
            return SafetensorsFile.open(folder, file());
        }
    },
    SAFETENSORS_SHARDS("model.safetensors.index.json", WeightsForm.LONGEST_INDEX) {
        @Override
        TensorStore open(Path folder) {
            return ShardedFile.open(folder, file(), ".safetensors", MOST_BYTES, SafetensorsFile::open);
        }
    },
    CHECKPOINT("pytorch_model.bin", WeightsForm.MOST_BYTES) {
        @Override
        TensorStore open(Path folder) {
            return CheckpointFile.open(folder, file());
        }
    },
    CHECKPOINT_SHARDS("pytorch_model.bin.index.json", WeightsForm.LONGEST_INDEX) {
        @Override
        TensorStore open(Path folder) {
            return ShardedFile.open(folder, file(), ".bin", MOST_BYTES, CheckpointFile::open);
        }
    };

    /** Far beyond any model for a microcontroller. */
    private static final long MOST_BYTES = 1L << 30;

    /** An index has some 100 bytes a tensor. */
    private static final long LONGEST_INDEX = 16L << 20;

    private final String name;
    private final long longest;

    WeightsForm(String name, long longest) {
        this.name = name;
        this.longest = longest;
    }

    /** The form that counts. */
    static Optional<WeightsForm> in(Path folder) {
        return Arrays.stream(values()).filter(form -> form.file().isIn(folder)).findFirst();
    }

    FolderFile file() {
        return new FolderFile(name, longest);
    }

    /** Reads what there is, and checks it; the values are read later. */
    abstract TensorStore open(Path folder);
}
