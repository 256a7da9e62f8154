package dev.thimble.backendc.output;

import dev.thimble.backendc.CBundle;
import dev.thimble.backendc.PackageFiles;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/**
 * C in {@code include} and {@code src}, and the CMake project of a static library.
 *
 * @param name of the kind
 * @param form which of the forms of the C it has
 */
record CMakeLibrary(String name, Function<CBundle, Map<String, byte[]>> form) implements OutputKind {
    @Override
    public Map<String, byte[]> files(CBundle code) {
        PackageFiles files = new PackageFiles();
        files.putAll(form.apply(code));
        String project = code.render("cmake/CMakeLists.txt.ftl", files.all().keySet());
        files.put("CMakeLists.txt", project.getBytes(StandardCharsets.UTF_8));
        return files.all();
    }
}
