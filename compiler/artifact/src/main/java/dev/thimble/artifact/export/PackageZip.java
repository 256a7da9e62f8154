package dev.thimble.artifact.export;

import dev.thimble.folder.PackageFolder;
import java.util.Map;

/** The package in one file: unpacked it is a package again, without what builds make. */
final class PackageZip implements ExportKind {
    @Override
    public String word() {
        return "zip";
    }

    @Override
    public Map<String, byte[]> files(Exported exported) {
        return Map.of(
                "thimble_" + exported.name() + "-" + exported.version() + ".zip",
                StoredZip.of(exported.name() + "/", PackageFolder.withList(exported.files())));
    }
}
