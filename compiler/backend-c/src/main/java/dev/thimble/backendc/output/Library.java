package dev.thimble.backendc.output;

import dev.thimble.backendc.CBundle;
import dev.thimble.backendc.PackageFiles;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * C in {@code include} and {@code src}, and what makes the folder a library of every system that firmware is built with:
 * a package of CMake, a component of ESP-IDF, a module of Zephyr, a library of PlatformIO. Their files do not meet.
 *
 * @param name of the kind
 * @param form which of the forms of the C it has
 */
record Library(String name, Function<CBundle, Map<String, byte[]>> form) implements OutputKind {
    /** Templates, by the path of the file that comes of each. */
    private static final SortedMap<String, String> TEMPLATES = new TreeMap<>(Map.of(
            "CMakeLists.txt", "package/CMakeLists.txt.ftl",
            "idf_component.yml", "package/idf_component.yml.ftl",
            "library.json", "package/library.json.ftl",
            "zephyr/CMakeLists.txt", "package/zephyr.cmake.ftl",
            "zephyr/Kconfig", "package/Kconfig.ftl",
            "zephyr/module.yml", "package/module.yml.ftl"));

    @Override
    public Map<String, byte[]> files(CBundle code) {
        PackageFiles files = new PackageFiles();
        files.putAll(form.apply(code));
        Set<String> paths = new TreeSet<>(files.all().keySet());
        TEMPLATES.forEach(
                (path, template) -> files.put(path, code.render(template, paths).getBytes(StandardCharsets.UTF_8)));
        return files.all();
    }
}
