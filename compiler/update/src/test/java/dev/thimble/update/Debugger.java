package dev.thimble.update;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A debugger of a firmware in QEMU, by GDB's remote serial protocol, as far as stopping at addresses, going on and
 * changing registers need it. Reference: "Debugging with GDB", appendix E.
 */
final class Debugger implements AutoCloseable {
    private static final int STACK_POINTER = 13;
    private static final int PROGRAM_COUNTER = 15;
    private static final int STATUS = 25;
    private static final int CHUNK_BYTES = 1024;
    private static final int PATIENCE_MILLISECONDS = 120_000;

    private final Process process;
    private final Socket socket;
    private final InputStream answers;
    private final OutputStream requests;

    private Debugger(Process process, Socket socket) throws IOException {
        this.process = process;
        this.socket = socket;
        this.answers = new BufferedInputStream(socket.getInputStream());
        this.requests = socket.getOutputStream();
    }

    /**
     * Starts an emulator; the core stands at its first instruction.
     *
     * @param command of QEMU
     * @param log where the firmware's console goes
     */
    static Debugger start(List<String> command, Path log) throws IOException {
        int port = freePort();
        // While the core stands, time does too: with sleep=off it would leap to where the watchdog ends.
        List<String> all = new ArrayList<>(command.stream()
                .map(argument -> argument.replace("sleep=off", "sleep=on"))
                .toList());
        all.addAll(List.of("-S", "-gdb", "tcp:127.0.0.1:" + port));
        Process process = StoreProgram.start(all, log);
        Debugger debugger = new Debugger(process, connect(process, port, log));
        // Only a debugger that has read which registers there are may ask for one of them.
        debugger.ask("qXfer:features:read:target.xml:0,1000");
        return debugger;
    }

    private static int freePort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return server.getLocalPort();
        }
    }

    private static Socket connect(Process process, int port, Path log) throws IOException {
        while (process.isAlive()) {
            try {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(PATIENCE_MILLISECONDS);
                return socket;
            } catch (IOException e) {
                pause();
            }
        }
        throw new IOException(Files.readString(log));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The core will stop at this instruction, before it. */
    void stopAt(long address) throws IOException {
        expectOk("Z0," + Long.toHexString(address) + ",2");
    }

    /** And not any more. */
    void passBy(long address) throws IOException {
        expectOk("z0," + Long.toHexString(address) + ",2");
    }

    /** Carries one instruction out, and goes on to the next one that the core stops at; returns its address. */
    long goOn() throws IOException {
        ask("s");
        return run();
    }

    /** Goes on with the instruction that the core stands at, to the next one that it stops at. */
    long run() throws IOException {
        String answer = ask("c");
        if (!answer.startsWith("T05")) {
            throw new IOException("stopped by " + answer);
        }
        return programCounter();
    }

    /** The core goes on behind the instruction of so many bytes that it stands at. */
    void skip(int bytes) throws IOException {
        long status = read(STATUS);
        write(PROGRAM_COUNTER, programCounter() + bytes);
        write(STATUS, ItState.advanced(status));
    }

    /** The core goes on elsewhere, with another stack. */
    void jump(long address, long stack) throws IOException {
        write(STACK_POINTER, stack);
        write(PROGRAM_COUNTER, address);
    }

    long programCounter() throws IOException {
        return read(PROGRAM_COUNTER);
    }

    /** What one of the registers 0 to 15 holds. */
    long read(int register) throws IOException {
        return Integer.toUnsignedLong(
                Integer.reverseBytes(HexFormat.fromHexDigits(ask("p" + Integer.toHexString(register)))));
    }

    private void write(int register, long value) throws IOException {
        int reversed = Integer.reverseBytes((int) value);
        expectOk("P" + Integer.toHexString(register) + "=" + HexFormat.of().toHexDigits(reversed));
    }

    /** Writes what a memory holds between two addresses to it once more. */
    void rewrite(long from, long to) throws IOException {
        for (long at = from; at < to; at += CHUNK_BYTES) {
            String place = Long.toHexString(at) + "," + Long.toHexString(Math.min(CHUNK_BYTES, to - at));
            expectOk("M" + place + ":" + ask("m" + place));
        }
    }

    /** Power off and on: memories that QEMU has loaded are as they were, and the core stands at its first instruction. */
    void reset() throws IOException {
        expectOk("qRcmd," + HexFormat.of().formatHex("system_reset".getBytes(StandardCharsets.US_ASCII)));
    }

    private void expectOk(String request) throws IOException {
        String answer = ask(request);
        if (!answer.equals("OK")) {
            throw new IOException(request + ": " + answer);
        }
    }

    /** The answer to a request. What the monitor prints on the way is left out. */
    private String ask(String request) throws IOException {
        requests.write(packet(request).getBytes(StandardCharsets.US_ASCII));
        requests.flush();
        String answer;
        do {
            answer = next();
        } while (answer.startsWith("O") && !answer.equals("OK"));
        return answer;
    }

    private static String packet(String data) {
        int sum = data.chars().sum();
        return "$" + data + "#" + HexFormat.of().toHexDigits((byte) sum);
    }

    private String next() throws IOException {
        StringBuilder data = new StringBuilder();
        int character;
        do {
            character = character();
        } while (character != '$');
        for (character = character(); character != '#'; character = character()) {
            data.append((char) character);
        }
        character();
        character();
        // The next request is as good an acknowledgement as a plus would be.
        return data.toString();
    }

    private int character() throws IOException {
        int character = answers.read();
        if (character < 0) {
            throw new IOException("the emulator has ended");
        }
        return character;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        process.destroyForcibly();
    }

    /** Which of the next instructions are conditional, in the program status register: the IT state of Thumb. */
    static final class ItState {
        private static final long PLACES = 0x0600FC00L;

        private ItState() {}

        /** The status behind an instruction that the state is for. Reference: Arm DDI 0403, A7.3.3, ITAdvance(). */
        static long advanced(long status) {
            long state = (status >> 25 & 3) | (status >> 10 & 0x3F) << 2;
            long next = (state & 7) == 0 ? 0 : (state & 0xE0) | (state << 1 & 0x1F);
            return (status & ~PLACES) | (next & 3) << 25 | (next >> 2) << 10;
        }
    }
}
