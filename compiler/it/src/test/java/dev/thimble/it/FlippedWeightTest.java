package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thimble.device.toolchain.CompiledPackage;
import dev.thimble.device.toolchain.HostBuild;
import dev.thimble.device.toolchain.HostOptions;
import dev.thimble.device.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One wrong bit in one weight must not pass verification. */
class FlippedWeightTest {
    private static final int BIT = 1 << 6;

    @TempDir
    Path folder;

    private Path copy;

    @BeforeEach
    void copyThePackage() throws IOException {
        copy = Checkout.copy(Shipped.BUILT, folder.resolve(Shipped.NAME));
    }

    @Test
    void verificationFailsAndNamesTheFirstDifference() throws IOException {
        flip("classifier_weight");
        Call call = Call.thimble("verify", copy, "--json");
        assertThat(call.status()).isEqualTo(1);
        JsonNode target = call.document().path("targets").get(0);
        assertThat(target.path("mismatches").asInt()).isPositive();
        JsonNode first = target.path("first");
        assertThat(first.path("vector").isInt()).isTrue();
        assertThat(first.path("output").asText()).isNotEmpty();
        assertThat(first.path("expected").asLong())
                .isNotEqualTo(first.path("got").asLong());
    }

    @Test
    void theTraceNamesTheLayer() throws IOException {
        flip("layer_0_attention_key_head0_weight");
        Call call = Call.thimble("verify", copy, "--trace", "--json");
        assertThat(call.status()).isEqualTo(1);
        JsonNode first = call.document().path("targets").get(0).path("first");
        assertThat(first.path("output").asText()).startsWith("layer.0.attention.key.head0[");
    }

    @Test
    void theReportOfAWrongPackageDoesNotSayBitExact() throws IOException {
        flip("classifier_weight");
        Call.thimble("verify", copy);
        assertThat(Files.readString(copy.resolve("report.json")).replaceAll("\\s", ""))
                .contains("\"bit_exact\":false");
    }

    private void flip(String array) throws IOException {
        Path constants = copy.resolve("src/" + Shipped.NAME + "_constants.c");
        String text = Files.readString(constants);
        Matcher weight = Pattern.compile(array + ": .*\\s+\\{\\s*(-?\\d+)").matcher(text);
        assertThat(weight.find()).as(array).isTrue();
        int flipped = Integer.parseInt(weight.group(1)) ^ BIT;
        Files.writeString(constants, text.substring(0, weight.start(1)) + flipped + text.substring(weight.end(1)));
        new HostBuild(Toolchain.onPath(), Checkout.INSTALLATION)
                .build(new CompiledPackage(copy, Shipped.NAME), HostOptions.plain());
    }
}
