package dev.thimble.core.text;

import dev.thimble.core.ir.IndexSource;

/** Index sources as words. */
final class Sources {
    private Sources() {}

    static String print(IndexSource source) {
        if (source instanceof IndexSource.Segment segment) {
            return "segment/" + segment.paddingId() + "/" + segment.separatorId();
        }
        return source instanceof IndexSource.TokenId ? "token" : "position";
    }

    static IndexSource parse(String word) {
        String[] parts = word.split("/", -1);
        if (parts[0].equals("segment") && parts.length == 3) {
            return new IndexSource.Segment(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        }
        return switch (word) {
            case "token" -> new IndexSource.TokenId();
            case "position" -> new IndexSource.Position();
            default -> throw new IllegalArgumentException("not an index source: " + word);
        };
    }
}
