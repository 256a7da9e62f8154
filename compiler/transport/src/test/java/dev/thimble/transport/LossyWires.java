package dev.thimble.transport;

import dev.thimble.update.wire.Octets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Wires between devices and server that lose, double and disorder what they carry, and are cut off now and then. */
final class LossyWires {
    private final Random random;
    private final Runnable server;
    private final List<Sent> sent = new ArrayList<>();
    private final Map<Octets, byte[]> tasks = new HashMap<>();
    private final Map<Octets, List<byte[]>> receipts = new HashMap<>();
    private int openings = 1;

    /**
     * As this generator says.
     *
     * @param server works for a while, whenever a device waits
     */
    LossyWires(Random random, Runnable server) {
        this.random = random;
        this.server = server;
    }

    private boolean isBad() {
        return random.nextInt(4) == 0;
    }

    /** The way is cut off now, and whoever calls cannot tell what got through. */
    private void maybeCutOff() throws Lost {
        if (isBad()) {
            openings++;
            tasks.clear();
            throw new Lost("cut off");
        }
    }

    /** How often something gets through. */
    private int copies() {
        return isBad() ? 0 : 1 + random.nextInt(2);
    }

    private void put(Octets device, byte... record) {
        sent.add(new Sent(device, record, () -> {}));
    }

    /** Those of a device. */
    DeviceLink device(Octets device) {
        return new DeviceLink() {
            @Override
            public Optional<byte[]> task() throws Lost {
                server.run();
                maybeCutOff();
                return Optional.ofNullable(tasks.get(device));
            }

            @Override
            public void send(byte... record) throws Lost {
                for (int copies = copies(); copies > 0; copies--) {
                    put(device, record);
                }
                maybeCutOff();
            }

            @Override
            public Optional<byte[]> receipt(Duration patience) throws Lost {
                server.run();
                maybeCutOff();
                List<byte[]> all = receipts.getOrDefault(device, List.of());
                return all.isEmpty() ? Optional.empty() : Optional.of(all.remove(random.nextInt(all.size())));
            }

            @Override
            public void close() {}
        };
    }

    /** Those of the server. */
    ServerLink server() {
        return new ServerLink() {
            @Override
            public int openings() {
                return openings;
            }

            @Override
            public void offer(Octets device, byte... message) throws Lost {
                maybeCutOff();
                tasks.put(device, message.clone());
            }

            @Override
            public Optional<Sent> next(Duration patience) throws Lost {
                maybeCutOff();
                // what was not handled comes again
                return sent.isEmpty() ? Optional.empty() : Optional.of(again(sent.remove(random.nextInt(sent.size()))));
            }

            private Sent again(Sent one) {
                if (isBad()) {
                    sent.add(one);
                }
                return one;
            }

            @Override
            public void confirm(Octets device, byte... receipt) throws Lost {
                for (int copies = copies(); copies > 0; copies--) {
                    receipts.computeIfAbsent(device, any -> new ArrayList<>()).add(receipt.clone());
                }
                maybeCutOff();
            }

            @Override
            public void close() {}
        };
    }
}
