package dev.thimble.backendc.output;

import dev.thimble.backendc.CPackage;
import dev.thimble.backendc.PackageFiles;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Plain C in {@code include} and {@code src}, and the CMake project of a static library. */
final class CMakeLibrary implements OutputKind {
    @Override
    public String name() {
        return "cmake";
    }

    @Override
    public Map<String, byte[]> files(CPackage code) {
        PackageFiles files = new PackageFiles();
        files.putAll(code.files());
        String project = code.render("cmake/CMakeLists.txt.ftl");
        files.put("CMakeLists.txt", project.getBytes(StandardCharsets.UTF_8));
        return files.all();
    }
}
