package dev.thimble.fleet.record;

/**
 * Asks of records whether they count, in the order of {@link Reason}; only that a device has two can be told by none alone.
 *
 * @param task that they answer
 * @param keys of the devices that may
 */
public record Gate(Task task, DeviceKeys keys) {
    /**
     * Reads a record, and believes it only when its code is right.
     *
     * @throws Refused where it does not count
     */
    public Accepted admit(byte... bytes) throws Refused {
        Refused.unless(bytes.length <= task.mostBytes(), Reason.FORMAT);
        UpdateRecord record = UpdateRecord.parse(bytes);
        DeviceKey key = keys.of(record.device()).orElseThrow(() -> new Refused(Reason.DEVICE));
        Refused.unless(record.isBy(key), Reason.MAC);
        requireAnswer(record.update());
        requireNorm(record.update().content());
        return new Accepted(
                record.device(),
                record.mac(),
                (int) record.update().examples(),
                record.update().content());
    }

    private void requireAnswer(Update update) throws Refused {
        Refused.unless(update.base().equals(task.base()), Reason.MODEL);
        Refused.unless(update.part().equals(task.part()), Reason.PART);
        Refused.unless(update.round() == task.round(), Reason.ROUND);
        Refused.unless(update.examples() >= 1 && update.examples() <= mostExamples(), Reason.EXAMPLES);
        Refused.unless(update.shift() == task.shift() && update.content().fits(task), Reason.RANGE);
    }

    /** Masks hide how many there were, and so does the field. */
    private int mostExamples() {
        return task.form().kind() == Kind.MASKED ? 1 : task.examples();
    }

    private void requireNorm(Content content) throws Refused {
        boolean holds = content.delta(task.parameters())
                .map(delta -> delta.squaredNorm() <= task.mostSquaredNorm())
                .orElse(true);
        Refused.unless(holds, Reason.NORM);
    }
}
