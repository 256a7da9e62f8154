package dev.thimble.flink;

import java.util.stream.Stream;

/** What a job failed of, in one sentence. */
final class JobFailure {
    private JobFailure() {}

    /** The first cause: those around it say which subtask met it. */
    static String sentence(Throwable failure) {
        Throwable first = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .reduce(failure, (outer, inner) -> inner);
        return first.toString().lines().findFirst().orElse("");
    }
}
