package dev.thimble.pipeline.fit;

import dev.thimble.core.diag.MemoryProblem;
import dev.thimble.core.diag.ThimbleException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The budget: flash and RAM together. */
public final class Budget {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|kB|MB|K|M)?");
    private static final Map<String, Long> UNITS =
            Map.of("B", 1L, "K", 1024L, "KiB", 1024L, "kB", 1000L, "M", 1L << 20, "MiB", 1L << 20, "MB", 1_000_000L);

    private Budget() {}

    /** Bytes from text such as {@code 2MiB}, {@code 512KiB} or {@code 100000}. */
    public static long parse(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new ThimbleException(MemoryProblem.SIZE_INVALID.at("--budget", text));
        }
        long unit = matcher.group(2) == null ? 1 : UNITS.get(matcher.group(2));
        return Long.parseLong(matcher.group(1)) * unit;
    }

    /** A number of bytes with groups of three digits. */
    public static String bytes(long bytes) {
        return String.format(Locale.ROOT, "%,d bytes", bytes);
    }
}
