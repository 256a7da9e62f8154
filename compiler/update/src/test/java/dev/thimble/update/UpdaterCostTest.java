package dev.thimble.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.device.analysis.code.StackAnalysis;
import dev.thimble.device.analysis.code.StackUse;
import dev.thimble.device.toolchain.ToolRun;
import dev.thimble.testing.MeasuredFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.LMSigParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What taking updates costs a Cortex-M4: the figures of packages and of docs/updates.md, which this prints. */
class UpdaterCostTest {
    private static final int MOST_CODE_BYTES = 16_384;
    private static final int MOST_RAM_BYTES = 2_048;
    private static final int MOST_STACK_BYTES = 1_536;
    private static final int CHUNK = 256;
    private static final int KIBIBYTE = 1_024;
    private static final int SIGNATURES = 5;
    private static final long MOST_CHECK = 25_000_000;
    private static final long MOST_KIBIBYTE = 250_000;
    private static final int PART_AT = 2_000;

    /** What of the updater an application calls, by the ends of their names. */
    private static final List<String> CALLS = List.of("begin", "feed", "end", "boot");

    /** Kibibytes of two images, which tell what one costs. */
    private static final List<Integer> SIZES = List.of(8, 24);

    private static final Pattern CHECK = Pattern.compile("check (\\d+) 0");
    private static final Pattern APPLY = Pattern.compile("apply (\\d+) 0");
    private static final LMSigParameters H5 = LMSigParameters.lms_sha256_n32_h5;
    private static final LMSigParameters H10 = LMSigParameters.lms_sha256_n32_h10;

    private static final MeasuredFigures FIGURES = new MeasuredFigures("updater.json", UpdateFirmware.BOARD);

    @TempDir
    static Path folder;

    private static UpdateFirmware firmware;

    @BeforeAll
    static void build() throws IOException {
        firmware = UpdateFirmware.build(folder);
    }

    /** All of the reader and the store, with the check of signatures; what the C library brings is not among it. */
    @Test
    void theCodeIsSmall() throws IOException {
        List<String> objects =
                firmware.artifacts().objects().stream().map(Path::toString).toList();
        int code = 0;
        for (String line : firmware.tool("size", objects).lines().skip(1).toList()) {
            List<Integer> sizes = Stream.of(line.strip().split("\\s+", 4))
                    .limit(3)
                    .map(Integer::valueOf)
                    .toList();
            assertThat(sizes.subList(1, 3)).as("variables of %s", line).containsOnly(0);
            code += sizes.get(0);
        }
        System.out.println("updater: " + code + " bytes of code and constants");
        assertThat(code).isBetween(1, MOST_CODE_BYTES);
        FIGURES.hold("code_bytes", code);
    }

    /** What the caller reserves is enough for what a package under way really is, which only its source knows. */
    @Test
    void aPackageUnderWayTakesLittleMemory() throws IOException {
        Path source = Files.writeString(folder.resolve("sizes.c"), """
                #include "update.c"
                uint8_t reserved[sizeof(thimble_update_data)];
                uint8_t under_way[sizeof(update_t)];
                uint8_t reader[sizeof(thimble_package_t)];
                """);
        String symbols =
                firmware.tool("nm", List.of("-S", firmware.object(source).toString()));
        int reserved = bytesOf("reserved", symbols);
        int used = bytesOf("under_way", symbols);
        int reader = bytesOf("reader", symbols);
        System.out.println("updater: " + reserved + " bytes of RAM reserved, " + used + " used, " + reader
                + " of them the reader's");
        assertThat(reserved).isEqualTo(MOST_RAM_BYTES);
        assertThat(used).isBetween(reader + 1, reserved);
        FIGURES.hold("ram_bytes", reserved);
    }

    private static int bytesOf(String variable, String symbols) {
        Matcher line =
                Pattern.compile("(?m)^\\S+ (\\S+) [BC] " + variable + "$").matcher(symbols);
        assertThat(line.find()).as(variable).isTrue();
        return Integer.parseInt(line.group(1), 16);
    }

    /** The analysis refuses recursion and calls through pointers; what it bounds includes the firmware's flash. */
    @ParameterizedTest
    @FieldSource("CALLS")
    void theStackIsBounded(String call) throws IOException {
        StackUse use =
                StackAnalysis.of(firmware.toolchain(), firmware.artifacts()).worstCase("thimble_update_" + call);
        System.out.println("updater: " + use.bytes() + " bytes of stack for thimble_update_" + call);
        assertThat(use.bytes()).isBetween(1, MOST_STACK_BYTES);
        FIGURES.hold("worst_case_stack_bytes_of_" + call, use.bytes());
    }

    /** So that the bound holds for every firmware, but for what its own flash needs. */
    @Test
    void onlyTheFlashIsForeign() {
        List<String> objects =
                firmware.artifacts().objects().stream().map(Path::toString).toList();
        List<String> symbols = firmware.tool("nm", objects).lines().toList();
        Set<String> defined = symbols.stream()
                .filter(line -> line.contains(" T "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .collect(Collectors.toSet());
        assertThat(symbols.stream()
                        .filter(line -> line.contains(" U "))
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .filter(name -> !defined.contains(name)))
                .allMatch(name -> name.matches("mem(cpy|set|cmp)|thimble_flash_(shape|erase|write|read|address|idle)"))
                .contains("thimble_flash_write");
    }

    static Stream<Arguments> signers() {
        Random random = new Random(24);
        return Stream.of(
                Arguments.of("one_tree_h5", TestSigner.of(random, H5)),
                Arguments.of("one_tree_h10", TestSigner.of(random, H10)),
                Arguments.of("two_trees_h5_h5", TestSigner.of(random, H5, H5)),
                Arguments.of("two_trees_h10_h10", TestSigner.of(random, H10, H10)));
    }

    /** How far along its chains a signature begins is up to the message: the mean of some says what to expect. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("signers")
    void aSignatureIsCheckedInSoManyInstructions(String name, TestSigner signer) throws IOException {
        List<Long> counts = new ArrayList<>();
        for (int sequence = 1; sequence <= SIGNATURES; sequence++) {
            byte[] image = DeviceFolder.image(KIBIBYTE, sequence);
            counts.add(count(CHECK, signer, image, packed(signer, sequence, image)));
        }
        LongSummaryStatistics all = counts.stream().mapToLong(Long::longValue).summaryStatistics();
        System.out.printf(
                Locale.ROOT,
                "updater: %.1f million instructions for a signature of %s, %.1f to %.1f%n",
                all.getAverage() / 1e6,
                words(name),
                all.getMin() / 1e6,
                all.getMax() / 1e6);
        assertThat(all.getMin()).isGreaterThan(1_000_000);
        assertThat(all.getMax()).isLessThan(MOST_CHECK * signer.trees().size());
        FIGURES.hold("instructions_for_a_signature_of_" + name, Math.round(all.getAverage()));
    }

    /** A part of a figure's name as people read it. */
    private static String words(String name) {
        return name.replace('_', ' ');
    }

    private static byte[] packed(TestSigner signer, long sequence, byte[] image) {
        return signer.pack(device(signer).manifest(sequence, image).bytes(), image);
    }

    private static DeviceFolder device(TestSigner signer) {
        return new DeviceFolder(folder, List.of(signer));
    }

    @Test
    void aKibibyteOfAnImageIsTakenInSoManyInstructions() throws IOException {
        TestSigner signer = TestSigner.of(new Random(25), H5);
        List<Long> counts = new ArrayList<>();
        for (int kibibytes : SIZES) {
            byte[] image = DeviceFolder.image(kibibytes * KIBIBYTE, 3);
            counts.add(applied(signer, image, packed(signer, 1, image)));
        }
        assertSlope("image", counts);
    }

    /** Of parts that are few: nearly all of the image is the old one's. */
    @Test
    void aKibibyteOfAnImageOfPartsIsTakenInSoManyInstructions() throws IOException {
        TestSigner signer = TestSigner.of(new Random(26), H5);
        List<Long> counts = new ArrayList<>();
        for (int kibibytes : SIZES) {
            byte[] old = DeviceFolder.image(kibibytes * KIBIBYTE, 3);
            byte[] image = old.clone();
            image[PART_AT]++;
            byte[] parts = TestManifest.encoded(PART_AT, Arrays.copyOfRange(image, PART_AT, PART_AT + 600));
            TestManifest manifest = device(signer).manifestOfParts(1, old, image, parts);
            counts.add(applied(signer, old, signer.pack(manifest.bytes(), parts)));
        }
        assertSlope("image_of_parts", counts);
    }

    /** All but the check of the signature. */
    private static long applied(TestSigner signer, byte[] factory, byte[] sent) throws IOException {
        return count(APPLY, signer, factory, sent) - count(CHECK, signer, factory, sent);
    }

    private static void assertSlope(String what, List<Long> counts) throws IOException {
        long each = (counts.get(1) - counts.get(0)) / (SIZES.get(1) - SIZES.get(0));
        System.out.println("updater: " + each + " instructions for a kibibyte of an " + words(what));
        assertThat(each).isBetween(10_000L, MOST_KIBIBYTE);
        FIGURES.hold("instructions_for_a_kibibyte_of_an_" + what, each);
    }

    @Test
    void theDocumentQuotesTheFigures() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("thimble.root"), "docs/updates.md"));
        List<String> stacks = new ArrayList<>();
        for (String call : CALLS) {
            stacks.add(Long.toString(FIGURES.of("worst_case_stack_bytes_of_" + call)));
        }
        assertThat(page)
                .contains(String.format(Locale.ROOT, "| %,d bytes |", FIGURES.of("code_bytes")))
                .contains(String.format(Locale.ROOT, "| %,d bytes reserved,", FIGURES.of("ram_bytes")))
                .contains("| " + String.join(", ", stacks) + " bytes |");
    }

    /** The count of a line that the firmware prints, which must have taken the package, and start with it. */
    private static long count(Pattern line, TestSigner signer, byte[] factory, byte[] sent) throws IOException {
        device(signer).write(false);
        byte[] described = Files.readAllBytes(folder.resolve("device.bin"));
        Path input = Files.write(
                folder.resolve("input.bin"), UpdateFirmware.input(true, CHUNK, 0, described, factory, sent));
        String output = ToolRun.output(firmware.command(input));
        assertThat(output.lines()).contains("boot 0 1");
        Matcher found = output.lines()
                .map(line::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
        return Long.parseLong(found.group(1));
    }
}
