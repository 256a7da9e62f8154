package dev.thimble.update;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The test vectors of RFC 8554, appendix F. */
public final class Rfc8554 {
    private Rfc8554() {}

    /** The key or the signature of a test case: {@code key1}, {@code signature1}, {@code key2} or {@code signature2}. */
    public static byte[] vector(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(Rfc8554.class.getResourceAsStream("/lms/rfc8554.txt"))) {
            List<String> lines = new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            StringBuilder hex = new StringBuilder();
            lines.subList(lines.indexOf(name) + 1, lines.size()).stream()
                    .takeWhile(line -> line.startsWith(" "))
                    .forEach(line -> hex.append(line.strip()));
            return HexFormat.of().parseHex(hex);
        }
    }
}
