package dev.thimble.artifact.export;

import dev.thimble.backendc.PackageFiles;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A library of Arduino: all C in {@code src}, which is its only include path, and a sketch. */
final class ArduinoLibrary implements ExportKind {
    @Override
    public String word() {
        return "arduino";
    }

    @Override
    public Map<String, byte[]> files(Exported exported) {
        PackageFiles files = new PackageFiles();
        exported.code()
                .forEach((path, content) -> files.put("src/" + path.substring(path.indexOf('/') + 1), moved(content)));
        files.putAll(exported.papers());
        files.put("library.properties", exported.render("arduino/library.properties.ftl"));
        files.put("keywords.txt", exported.render("arduino/keywords.txt.ftl"));
        files.put("examples/Classify/Classify.ino", exported.render("arduino/Classify.ino.ftl"));
        return files.all();
    }

    /** Headers that were in a folder beside that of the sources are in the same one. */
    private static byte[] moved(byte[] content) {
        return new String(content, StandardCharsets.UTF_8)
                .replace("#include \"../include/", "#include \"")
                .getBytes(StandardCharsets.UTF_8);
    }
}
