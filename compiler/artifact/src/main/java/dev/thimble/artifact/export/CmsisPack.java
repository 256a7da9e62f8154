package dev.thimble.artifact.export;

import dev.thimble.backendc.PackageFiles;
import java.util.Locale;
import java.util.Map;

/** A pack of CMSIS, one component: what Keil, IAR and the tools of CMSIS add to projects. */
final class CmsisPack implements ExportKind {
    private static final String VENDOR = "Thimble";

    /** What the schema allows. */
    private static final int LONGEST_PART = 32;

    private static final int LONGEST_DESCRIPTION = 200;

    @Override
    public String word() {
        return "cmsis-pack";
    }

    @Override
    public Map<String, byte[]> files(Exported exported) {
        PackageFiles files = new PackageFiles();
        files.putAll(exported.code());
        files.putAll(exported.papers());
        Map<String, Object> values =
                Map.of("part", part(exported.name()), "description", description(exported.summary()));
        files.put(VENDOR + "." + exported.name() + ".pdsc", exported.render("pack/package.pdsc.ftl", values));
        String pack = VENDOR + "." + exported.name() + "." + exported.version() + ".pack";
        return Map.of(pack, StoredZip.of("", files.all()));
    }

    /** The package's name; a long one is cut, and what Java makes of it tells it from others. */
    private static String part(String name) {
        if (name.length() <= LONGEST_PART) {
            return name;
        }
        String digest = String.format(Locale.ROOT, "_%08x", name.hashCode());
        return name.substring(0, LONGEST_PART - digest.length()) + digest;
    }

    private static String description(String summary) {
        return summary.length() <= LONGEST_DESCRIPTION ? summary : summary.substring(0, LONGEST_DESCRIPTION) + "...";
    }
}
