package dev.thimble.artifact.export;

import dev.thimble.backendc.PackageFiles;
import java.util.Map;

/** A crate of Rust without its standard library: the C, what compiles it, and a safe interface. */
final class RustCrate implements ExportKind {
    @Override
    public String word() {
        return "rust";
    }

    @Override
    public Map<String, byte[]> files(Exported exported) {
        PackageFiles files = new PackageFiles();
        exported.code().forEach((path, content) -> files.put("c/" + path, content));
        files.putAll(exported.papers());
        files.put("Cargo.toml", exported.render("rust/Cargo.toml.ftl"));
        files.put("build.rs", exported.render("rust/build.rs.ftl"));
        files.put("src/lib.rs", exported.render("rust/lib.rs.ftl"));
        files.put("tests/classify.rs", exported.render("rust/classify.rs.ftl"));
        return files.all();
    }
}
