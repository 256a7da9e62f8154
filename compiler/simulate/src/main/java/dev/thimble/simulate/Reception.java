package dev.thimble.simulate;

import dev.thimble.fleet.record.DeviceKeys;
import dev.thimble.fleet.record.Gate;
import dev.thimble.fleet.record.Reason;
import dev.thimble.fleet.record.Refused;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.strategy.Accumulator;
import dev.thimble.fleet.strategy.Strategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a server does with the records of a round.
 *
 * @param strategy by which it aggregates them
 * @param keys of the devices that it knows
 */
record Reception<A extends Accumulator<A>>(Strategy<A> strategy, DeviceKeys keys) {
    /** The reception of records of these devices. */
    static <A extends Accumulator<A>> Reception<A> of(Strategy<A> strategy, List<Device> devices) {
        Map<String, Device> byId =
                devices.stream().collect(Collectors.toMap(device -> device.id().hex(), Function.identity()));
        return new Reception<>(
                strategy, id -> Optional.ofNullable(byId.get(id.hex())).map(Device::key));
    }

    /** All that are accepted; others are counted by reason. */
    A accumulated(Task task, List<byte[]> records, Map<Reason, Long> refused) {
        Gate gate = new Gate(task, keys);
        A all = strategy.requireFor(task).empty(task);
        for (byte[] record : records) {
            try {
                all.add(gate.admit(record));
            } catch (Refused refusal) {
                refused.merge(refusal.reason(), 1L, Long::sum);
            }
        }
        return all;
    }
}
