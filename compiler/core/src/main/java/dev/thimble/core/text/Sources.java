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
        return switch (parts[0]) {
            case "token" -> new IndexSource.TokenId();
            case "position" -> new IndexSource.Position();
            case "segment" -> new IndexSource.Segment(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            default -> throw new IllegalArgumentException("not an index source: " + word);
        };
    }
}
