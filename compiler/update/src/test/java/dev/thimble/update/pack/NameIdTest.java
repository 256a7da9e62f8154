package dev.thimble.update.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Identifiers of names, against those that others computed. */
class NameIdTest {
    /** The example of RFC 9562, appendix A.4. */
    @Test
    void aVendorIsADomain() {
        assertThat(NameId.vendor("www.example.com")).isEqualTo(UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
    }

    /** Both are those of the examples in the SUIT draft. */
    @Test
    void aClassIsANameOfItsVendors() {
        UUID vendor = NameId.vendor("arm.com");
        assertThat(vendor).isEqualTo(UUID.fromString("fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe"));
        assertThat(NameId.deviceClass(vendor, "suit"))
                .isEqualTo(UUID.fromString("1492af14-2569-5e48-bf42-9b2d51f2ab45"));
    }

    @Test
    void aUuidStandsForItself() {
        UUID id = UUID.fromString("1492af14-2569-5e48-bf42-9b2d51f2ab45");
        assertThat(NameId.vendor(id.toString())).isEqualTo(id);
        assertThat(NameId.deviceClass(NameId.vendor("arm.com"), id.toString())).isEqualTo(id);
        assertThat(NameId.of(NameId.bytes(id))).isEqualTo(id);
    }

    @Test
    void aDeviceIsAUuid() {
        String word = "1492AF14-2569-5e48-bf42-9b2d51f2ab45";
        assertThat(NameId.device(word)).isEqualTo(UUID.fromString(word));
        assertThatThrownBy(() -> NameId.device("1-1-1-1-1")).hasMessageContaining("THM-0912");
    }
}
