package dev.thimble.fleet.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.update.wire.Octets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 7748. */
class X25519Test {
    /** Section 5.2; the second point has the bit that is ignored. */
    @Test
    void multiplesAreThoseOfTheStandard() {
        assertThat(X25519.agreed(
                        new Octets("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                        new Octets("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")))
                .contains(new Octets("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
        assertThat(X25519.agreed(
                        new Octets("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"),
                        new Octets("e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493")))
                .contains(new Octets("95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"));
    }

    /** Section 6.1. */
    @Test
    void bothAgreeOnTheSame() {
        Octets one = new Octets("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        Octets other = new Octets("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        Octets ofOne = new Octets("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        Octets ofOther = new Octets("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        Octets shared = new Octets("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        assertThat(X25519.publicKey(one)).isEqualTo(ofOne);
        assertThat(X25519.publicKey(other)).isEqualTo(ofOther);
        assertThat(X25519.agreed(one, ofOther)).contains(shared);
        assertThat(X25519.agreed(other, ofOne)).contains(shared);
    }

    /** All of these times the cofactor are the point that is none: everyone would agree on 0 with them. */
    @Test
    void nobodyAgreesWithAPointOfSmallOrder() {
        for (String point : List.of(
                "00".repeat(32),
                "01" + "00".repeat(31),
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ec" + "ff".repeat(30) + "7f",
                "ed" + "ff".repeat(30) + "7f",
                "ee" + "ff".repeat(30) + "7f")) {
            assertThat(X25519.agreed(Octets.sha256(), new Octets(point)))
                    .as(point)
                    .isEmpty();
        }
    }
}
