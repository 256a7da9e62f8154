package dev.thimble.fleet.round;

import dev.thimble.update.key.DurableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** What a test puts between a round and its disk, to fill the one or to end the other at any byte and after any step. */
interface Disk extends DurableFile.Hook {
    /** Nothing. */
    Disk REAL = new Disk() {
        @Override
        public WritableByteChannel of(FileChannel journal) {
            return journal;
        }

        @Override
        public void after(DurableFile.Step step) {}
    };

    /** Where what is for a journal is written. */
    WritableByteChannel of(FileChannel journal) throws IOException;
}
