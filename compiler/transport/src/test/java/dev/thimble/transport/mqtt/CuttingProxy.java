package dev.thimble.transport.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a device and its broker, and cuts each connection off after some bytes, in the middle of whatever it is. */
final class CuttingProxy implements AutoCloseable {
    private static final int LEAST_BYTES = 500;
    private static final int MOST_BYTES = 4_000;
    private static final int BUFFER_BYTES = 256;

    private final ServerSocket listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger cuts = new AtomicInteger();
    private final Random random;
    private final int broker;

    private CuttingProxy(int broker, long seed) throws IOException {
        this.broker = broker;
        this.random = new Random(seed);
    }

    /** Before the broker of a port. */
    static CuttingProxy before(int broker, long seed) throws IOException {
        CuttingProxy proxy = new CuttingProxy(broker, seed);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many connections were cut off. */
    int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket device = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), broker);
                AtomicInteger left = new AtomicInteger(random.nextInt(LEAST_BYTES, MOST_BYTES));
                threads.execute(() -> pass(device, server, left));
                threads.execute(() -> pass(server, device, left));
            }
        } catch (IOException e) {
            if (!listening.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void pass(Socket from, Socket to, AtomicInteger left) {
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            int count = input.read(buffer);
            while (count > 0 && left.addAndGet(-count) > 0) {
                output.write(buffer, 0, count);
                count = input.read(buffer);
            }
            if (count > 0) {
                cuts.incrementAndGet();
            }
        } catch (IOException e) {
            // the other direction was cut off
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
