package dev.thimble.core.ir;

/** Which rows of its table an embedding looks up. */
public final class EmbeddingRows {
    private EmbeddingRows() {}

    /** The table row for each token of a sequence. */
    public static int[] of(IndexSource source, int[] ids) {
        int[] rows = new int[ids.length];
        boolean separated = false;
        for (int j = 0; j < ids.length; j++) {
            if (source instanceof IndexSource.TokenId) {
                rows[j] = ids[j];
            } else if (source instanceof IndexSource.Position) {
                rows[j] = j;
            } else if (source instanceof IndexSource.Segment segment) {
                separated |= ids[j] == segment.separatorId();
                rows[j] = segmentOf(ids[j], segment, separated);
            }
        }
        return rows;
    }

    private static int segmentOf(int id, IndexSource.Segment segment, boolean separated) {
        if (id == segment.paddingId()) {
            return 0;
        }
        return separated ? 2 : 1;
    }
}
