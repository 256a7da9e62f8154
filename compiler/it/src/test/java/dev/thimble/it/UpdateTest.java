package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.backendc.Constants;
import dev.thimble.core.target.KernelSets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code thimble update}: from a compiled image to a device's answer. */
class UpdateTest {
    private static final String DEVICE = "0d0d0d0d-0000-4000-8000-0d0d0d0d0d0d";

    @TempDir
    static Path folder;

    private static Path old;
    private static Path next;
    private static Path key;
    private static String keygen;

    /** An image of the compiler, and the same with other weights. */
    @BeforeAll
    static void make() throws Exception {
        byte[] image = TinyPackage.code("tiny", KernelSets.PORTABLE, Constants.LOADED)
                .files()
                .get("tiny_image.bin");
        old = Files.write(Files.createDirectory(folder.resolve("out")).resolve("tiny_image.bin"), image);
        next = Files.write(folder.resolve("next.bin"), withOtherConstants(image));
        key = folder.resolve("vendor.key");
        keygen = Call.succeeding("update", "keygen", key, "--levels", "1", "--heights", "5")
                .output();
    }

    private static byte[] withOtherConstants(byte[] image) throws NoSuchAlgorithmException {
        byte[] other = image.clone();
        int constants = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(128);
        Arrays.fill(other, constants + 400, constants + 440, (byte) 1);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(other, 160, other.length - 160);
        System.arraycopy(digest.digest(), 0, other, 96, 32);
        return other;
    }

    private static Object[] words(List<?> first, Object... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toArray();
    }

    private static Object[] packing(Object... more) {
        return words(List.of("update", "pack", next, "--key", key, "--vendor", "example.com", "--class", "lamp"), more);
    }

    private static Path pack(String name, Object... more) {
        Path file = folder.resolve(name);
        Call.succeeding(words(List.of(packing("-o", file)), more));
        return file;
    }

    private static Call verify(Path file, Object... more) {
        return Call.thimble(words(List.of("update", "verify", file, "--pub", key + ".pub"), more));
    }

    @Test
    void keygenPrintsWhatAFirmwareTrusts() throws IOException {
        assertThat(keygen)
                .contains("signatures   31, of 1,296 bytes each")
                .contains("const thimble_update_keys_data keys = {{{\n    0x00, 0x00, 0x00, 0x01,")
                .endsWith("\n}}};\n");
        assertThat(Path.of(key + ".pub")).hasSize(60);
        Call again = Call.thimble("update", "keygen", key);
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.diagnostics()).singleElement().asString().contains("THM-0905");
    }

    @Test
    void aPackageIsShownInWords() {
        Path file = pack("shown.suit", "--sequence", "18446744073709551614", "--device", DEVICE, "--base", old);
        String words = Call.succeeding("update", "inspect", file).output();
        assertThat(words)
                .contains("sequence     18446744073709551614\n")
                .contains("device       " + DEVICE + "\n")
                .contains("payload      2 parts that the image ")
                .contains("\n             at 96: 32 bytes\n")
                .endsWith("revokes      no key\n");
        JsonNode document = Call.succeeding("update", "inspect", file, "--json").document();
        assertThat(document.path("sequence").bigIntegerValue()).isEqualTo("18446744073709551614");
        assertThat(document.path("payload").path("kind").asText()).isEqualTo("parts");
        assertThat(document.path("payload").path("parts")).hasSize(2);
        assertThat(document.path("image").path("bytes").asLong())
                .isEqualTo(next.toFile().length());
        assertThat(document.path("vendor").asText()).isEqualTo("cfbff0d1-9375-5685-968c-48ce8b15ae17");
    }

    @Test
    void aDeviceThatIsMeantTakesIt() {
        Path file = pack("taken.suit", "--sequence", "7", "--base", old.getParent());
        Call call = verify(
                file,
                "--vendor",
                "example.com",
                "--class",
                "lamp",
                "--image",
                old,
                "--installed-sequence",
                "6",
                "--slot",
                "1MiB",
                "--device",
                DEVICE);
        assertThat(call.status()).as(call.toString()).isZero();
        assertThat(call.output()).isEqualTo("""
                        accepted: the device would install it
                        the image that results is the one that the manifest names
                        """);
        JsonNode document = verify(file, "--json").document();
        assertThat(document.path("accepted").asBoolean()).isTrue();
        assertThat(document.path("image_restored").asBoolean()).isFalse();
        assertThat(document.path("not_asked")).hasSize(6);
    }

    @Test
    void anotherDeviceRefusesItForAReason() {
        Path file = pack("refused.suit", "--sequence", "7");
        Call call = verify(file, "--vendor", "example.org", "--json");
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.diagnostics())
                .containsExactly(
                        "error[THM-0901]: the package is refused with reason 5, VENDOR: it was made for another"
                                + " vendor's devices (" + file + ")");
        assertThat(call.document().path("reason").path("code").asInt()).isEqualTo(5);
        assertThat(verify(file, "--installed-sequence", "7").diagnostics().toString())
                .contains("reason 12, INSTALLED");
        assertThat(verify(file, "--class", "lamp").status()).isEqualTo(2);
    }

    @Test
    void aDamagedPackageIsRefusedByInspectToo() throws IOException {
        byte[] bytes = Files.readAllBytes(pack("damaged.suit", "--sequence", "8"));
        Path cut = Files.write(folder.resolve("cut.suit"), Arrays.copyOf(bytes, bytes.length - 1));
        Call call = Call.thimble("update", "inspect", cut);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.diagnostics()).singleElement().asString().contains("reason 20, TRUNCATED");
    }

    @Test
    void theDifferenceIsShown() {
        Call call = Call.succeeding("update", "diff", old, next);
        assertThat(call.output())
                .contains("32 bytes  header\n")
                .contains("constants\n")
                .contains(" in 2 parts\n");
        JsonNode document =
                Call.succeeding("update", "diff", old, next, "--json").document();
        assertThat(document.path("parts").get(1).path("sections").get(0).asText())
                .isEqualTo("constants");
        assertThat(document.path("package_bytes_parts").asInt())
                .isLessThan(document.path("package_bytes_whole").asInt());
    }

    @Test
    void wrongCallsAreRefusedBeforeAnythingIsSigned() throws IOException {
        Path used = Path.of(key + ".used");
        String before = Files.readString(used);
        Path mine = Files.writeString(folder.resolve("mine.txt"), "mine");
        assertRefused("THM-0816", "--sequence", "1", "-o", mine);
        assertRefused("THM-0913", "--sequence", "0", "-o", folder.resolve("x.suit"));
        assertRefused("THM-0913", "--sequence", "18446744073709551615", "-o", folder.resolve("x.suit"));
        assertRefused("THM-0913", "--sequence", "99999999999999999999", "-o", folder.resolve("x.suit"));
        assertRefused("THM-0915", "--sequence", "1", "--revoke", "12", "-o", folder.resolve("x.suit"));
        assertRefused("THM-0912", "--sequence", "1", "--device", "x", "-o", folder.resolve("x.suit"));
        assertRefused("THM-0902", "--sequence", "1", "--base", mine, "-o", folder.resolve("x.suit"));
        assertThat(Call.thimble("update").status()).isEqualTo(2);
        assertThat(Call.thimble("update", "keygen", folder.resolve("k"), "--heights", "7")
                        .diagnostics()
                        .toString())
                .contains("THM-0911");
        assertThat(mine).hasContent("mine");
        assertThat(used).hasContent(before.strip());
    }

    private static void assertRefused(String code, Object... more) {
        assertThat(Call.thimble(packing(more)).diagnostics())
                .singleElement()
                .asString()
                .contains(code);
    }
}
