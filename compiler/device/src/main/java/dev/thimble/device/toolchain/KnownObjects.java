package dev.thimble.device.toolchain;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Objects that this process has compiled, for builds that need the same once more: packages of one kernel set share all
 * kernels, firmware of one board shares the line protocol. Of all that fits, those used last are kept. Threads may share
 * it.
 */
final class KnownObjects {
    private static final Pattern FOLDERS = Pattern.compile("(?m)^.*/");

    private final long room;
    private final Map<ObjectKey, Made> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * Nothing, with room for more.
     *
     * @param room in bytes
     */
    KnownObjects(long room) {
        this.room = room;
    }

    /**
     * What a compiler writes.
     *
     * @param files contents by the ending of the file's name
     */
    private record Made(Map<String, byte[]> files) {
        static Made at(Path object) throws IOException {
            Map<String, byte[]> files = new TreeMap<>(Map.of("o", Files.readAllBytes(object)));
            Path usage = beside(object, "su");
            if (Files.exists(usage)) {
                files.put("su", withoutFolders(Files.readAllBytes(usage)));
            }
            return new Made(files);
        }

        /** Each line begins with the path of a C file, of which nothing but the name is the same in every package. */
        private static byte[] withoutFolders(byte[] usage) {
            String lines = new String(usage, StandardCharsets.ISO_8859_1);
            return FOLDERS.matcher(lines).replaceAll("").getBytes(StandardCharsets.ISO_8859_1);
        }

        void writeTo(Path object) throws IOException {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(beside(object, file.getKey()), file.getValue());
            }
        }

        long bytes() {
            return files.values().stream().mapToLong(file -> file.length).sum();
        }

        private static Path beside(Path object, String ending) {
            String name = object.getFileName().toString();
            return object.resolveSibling(name.substring(0, name.length() - 1) + ending);
        }
    }

    /**
     * Makes an object, and its stack usage where the flags ask for it: the known ones, or else what the compiler makes,
     * which is known then. Neither tells in which folder the source lay.
     *
     * @param compile writes the object, or fails
     */
    void make(ObjectKey key, Path object, Runnable compile) {
        try {
            Optional<Made> known = find(key);
            if (known.isEmpty()) {
                compile.run();
                known = Optional.of(Made.at(object));
                keep(key, known.get());
            }
            known.get().writeTo(object);
        } catch (IOException e) {
            throw new ThimbleException(InputProblem.FOLDER_UNWRITABLE.at("", object.getParent(), e.toString()), e);
        }
    }

    private synchronized Optional<Made> find(ObjectKey key) {
        return Optional.ofNullable(kept.get(key));
    }

    private synchronized void keep(ObjectKey key, Made made) {
        if (made.bytes() <= room && kept.putIfAbsent(key, made) == null) {
            bytes += made.bytes();
            for (Iterator<Made> eldest = kept.values().iterator(); bytes > room; eldest.remove()) {
                bytes -= eldest.next().bytes();
            }
        }
    }
}
