package dev.thimble.update.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.upokecenter.cbor.CBORObject;
import dev.thimble.update.image.ModelImage;
import dev.thimble.update.image.TestImage;
import dev.thimble.update.key.Heights;
import dev.thimble.update.key.PublicKey;
import dev.thimble.update.key.SigningKey;
import dev.thimble.update.wire.Octets;
import dev.thimble.update.wire.Reason;
import dev.thimble.update.wire.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages from the image to the device: what is accepted, and every reason for which one is refused. */
class DeviceTest {
    private static final UUID VENDOR = NameId.vendor("example.com");
    private static final UUID CLASS = NameId.deviceClass(VENDOR, "lamp");
    private static final UUID OTHER = NameId.vendor("example.org");
    private static final byte[] OLD = TestImage.of(320, 112, new Random(1));
    private static final int VOCABULARY_AT = 80;

    @TempDir
    static Path folder;

    private static SigningKey signer;
    private static PublicKey key;
    private static ModelImage old;
    private static ModelImage next;
    private static SuitPackage whole;
    private static SuitPackage parts;

    @BeforeAll
    static void pack() throws IOException {
        key = SigningKey.generate(folder.resolve("key"), new Heights(List.of(5)));
        signer = SigningKey.at(folder.resolve("key"), () -> {});
        old = image(OLD);
        next = image(TestImage.with(OLD, 200, 1, 2, 3));
        whole = contents(next, Optional.empty(), Optional.empty()).sign(signer);
        parts = contents(next, Optional.of(old), Optional.of(OTHER)).sign(signer);
    }

    private static ModelImage image(byte[] bytes) throws IOException {
        return ModelImage.read(Files.write(folder.resolve("x_image.bin"), bytes));
    }

    private static Contents contents(ModelImage image, Optional<ModelImage> base, Optional<UUID> device) {
        return new Contents(image, base, new Audience(VENDOR, CLASS, device), 7, Optional.empty());
    }

    /** A device that takes both packages. */
    private static Device device() {
        return new Device(
                List.of(key),
                Optional.of(VENDOR),
                Optional.of(CLASS),
                Optional.of(OTHER),
                Optional.of(old),
                Optional.of(6L),
                Optional.of(4096L),
                true);
    }

    private static Device withKeys(PublicKey... keys) {
        return new Device(
                List.of(keys),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static Device running(ModelImage image, long installed) {
        Device all = device();
        return new Device(
                all.keys(),
                all.vendor(),
                all.deviceClass(),
                all.device(),
                Optional.of(image),
                Optional.of(installed),
                all.slotBytes(),
                true);
    }

    private static Optional<Reason> refused(Device device, byte[] bytes) {
        return device.check(bytes).match(new Verdict.Cases<>() {
            @Override
            public Optional<Reason> accepted(Verdict.Accepted accepted) {
                return Optional.empty();
            }

            @Override
            public Optional<Reason> refused(Verdict.Refused refused) {
                return Optional.of(refused.reason());
            }
        });
    }

    private static void assertRefused(Device device, SuitPackage suit, Reason reason) {
        assertThat(refused(device, suit.bytes())).contains(reason);
    }

    private static boolean restored(Device device, SuitPackage suit) {
        return device.check(suit.bytes()) instanceof Verdict.Accepted accepted && accepted.restored();
    }

    @Test
    void theImageIsRestored() throws Refusal {
        assertThat(restored(device(), whole)).isTrue();
        assertThat(restored(device(), parts)).isTrue();
        assertThat(SuitPackage.read(whole.bytes()).payload()).isEqualTo(next.bytes());
        assertThat(parts.payload().length).isLessThan(60);
        assertThat(parts.manifest().payload().base()).contains(old.digest());
    }

    @Test
    void partsOfAnUnknownImageAreOnlyRead() {
        assertThat(refused(withKeys(key), parts.bytes())).isEmpty();
        assertThat(restored(withKeys(key), parts)).isFalse();
        assertThat(restored(withKeys(key), whole)).isTrue();
    }

    @Test
    void everyFieldIsReadAgain() throws Refusal {
        for (SuitPackage suit : List.of(whole, parts)) {
            SuitPackage read = SuitPackage.read(suit.bytes());
            assertThat(read.manifest()).isEqualTo(suit.manifest());
            assertThat(read.keyId()).isEqualTo(key.id());
            assertThat(read.signatureBytes()).isEqualTo(1296);
            assertThat(read.bytes()).isEqualTo(suit.bytes());
        }
    }

    /** The library writes the same bytes for what it reads of the whole and of each layer. */
    @Test
    void theCborIsDeterministic() {
        CBORObject envelope = CBORObject.DecodeFromBytes(whole.bytes());
        assertThat(envelope.EncodeToBytes()).isEqualTo(whole.bytes());
        assertThat(envelope.getMostOuterTag().ToInt32Checked()).isEqualTo(107);
        byte[] wrapper = envelope.get(CBORObject.FromObject(2)).GetByteString();
        assertThat(CBORObject.DecodeFromBytes(wrapper).EncodeToBytes()).isEqualTo(wrapper);
    }

    @Test
    void allButTheSignatureIsTheSameAgain() {
        SuitPackage again = contents(next, Optional.empty(), Optional.empty()).sign(signer);
        byte[] one = whole.bytes();
        byte[] two = again.bytes();
        assertThat(two).hasSize(one.length).isNotEqualTo(one);
        int end = Envelope.PREFIX_BYTES + whole.signatureBytes();
        assertThat(Arrays.copyOf(two, Envelope.PREFIX_BYTES)).isEqualTo(Arrays.copyOf(one, Envelope.PREFIX_BYTES));
        assertThat(Arrays.copyOfRange(two, end, two.length)).isEqualTo(Arrays.copyOfRange(one, end, one.length));
    }

    @Test
    void partsHaveFewerBytesEvenWhereAllDiffers() throws IOException {
        ModelImage other = image(TestImage.of(320, 112, new Random(2)));
        SuitPackage suit = contents(other, Optional.of(old), Optional.empty()).sign(signer);
        assertThat(suit.payload().length).isLessThan(other.size());
        assertThat(restored(device(), suit)).isTrue();
    }

    @Test
    void theSizeIsKnownBeforeItIsSigned() {
        Contents contents = contents(next, Optional.of(old), Optional.of(OTHER));
        assertThat(contents.packageBytes(new Heights(List.of(5)))).isEqualTo(parts.bytes().length);
        assertThat(new Heights(List.of(10, 5)).signatureBytes()).isEqualTo(2804);
    }

    @Test
    void aKeyDoesNotRevokeItself() {
        Contents contents = new Contents(
                next, Optional.empty(), new Audience(VENDOR, CLASS, Optional.empty()), 7, Optional.of(key.id()));
        assertThatThrownBy(() -> contents.sign(signer)).hasMessageContaining("THM-0917");
    }

    /** What {@link Contents} does not write, but somebody could. */
    @Test
    void aPackageThatRevokesItsOwnKeyIsRefused() {
        Manifest right = whole.manifest();
        Manifest manifest = new Manifest(
                7, right.audience(), right.result(), right.identity(), right.payload(), Optional.of(key.id()));
        assertRefused(device(), SuitPackage.sign(manifest, whole.payload(), signer), Reason.KEY);
    }

    @Test
    void whatIsUnknownIsNamed() {
        assertThat(device().unknown()).isEmpty();
        assertThat(withKeys(key).unknown())
                .containsExactly(
                        "vendor", "class", "device", "running image", "installed sequence number", "size of a slot");
    }

    @Test
    void anotherKeyIsRefused() throws IOException {
        PublicKey other = SigningKey.generate(folder.resolve("other"), new Heights(List.of(5)));
        assertRefused(withKeys(), whole, Reason.KEY);
        assertRefused(withKeys(other), whole, Reason.KEY);
        assertThat(refused(withKeys(other, key), whole.bytes())).isEmpty();
    }

    @Test
    void anotherAudienceIsRefused() {
        Device all = device();
        assertRefused(with(Optional.of(OTHER), all.deviceClass(), all.device()), whole, Reason.VENDOR);
        assertRefused(with(all.vendor(), Optional.of(OTHER), all.device()), whole, Reason.CLASS);
        assertRefused(with(all.vendor(), all.deviceClass(), Optional.of(CLASS)), parts, Reason.DEVICE);
        assertThat(refused(with(all.vendor(), all.deviceClass(), Optional.of(CLASS)), whole.bytes()))
                .isEmpty();
    }

    private static Device with(Optional<UUID> vendor, Optional<UUID> deviceClass, Optional<UUID> device) {
        return new Device(
                List.of(key), vendor, deviceClass, device, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    @Test
    void anotherImageThanTheCodesIsRefusedForWhatDiffers() throws IOException {
        assertRefused(running(image(TestImage.with(OLD, 16, 0xFF)), 6), whole, Reason.PROGRAM);
        assertRefused(running(image(TestImage.with(OLD, 48, 0xFF)), 6), whole, Reason.ARCHITECTURE);
        assertRefused(running(image(TestImage.with(OLD, 64, 0xFF)), 6), whole, Reason.QUANTIZATION);
        ModelImage otherWords = image(TestImage.with(OLD, VOCABULARY_AT, 0xFF));
        assertRefused(running(otherWords, 6), whole, Reason.VOCABULARY);
    }

    @Test
    void whatIsInstalledOrOlderIsRefused() {
        assertRefused(running(next, 7), whole, Reason.INSTALLED);
        assertRefused(running(old, 7), whole, Reason.OLD);
        assertRefused(running(old, 8), whole, Reason.OLD);
        assertRefused(running(old, -2), whole, Reason.OLD);
    }

    @Test
    void partsOfAnotherImageAreRefused() {
        assertRefused(running(next, 6), parts, Reason.BASE);
    }

    @Test
    void whatIsLargerThanASlotIsRefused() {
        Device small = new Device(
                List.of(key),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(639L),
                false);
        assertRefused(small, whole, Reason.SIZE);
        assertRefused(small, parts, Reason.SIZE);
    }

    /** Signed, and not what a packer would write. */
    @Test
    void sizesAndDigestsThatContradictEachOtherAreRefused() {
        byte[] payload = next.bytes();
        Payload right = new Payload(Optional.empty(), payload.length, Octets.sha256(payload));
        Octets none = Octets.of(new byte[32]);
        assertRefused(device(), signed(new Result(next.digest(), 641), right, payload), Reason.SIZE);
        assertRefused(device(), signed(new Result(none, 640), right, payload), Reason.SIZE);
        Payload wrong = new Payload(Optional.empty(), payload.length, none);
        assertRefused(device(), signed(new Result(none, 640), wrong, payload), Reason.PAYLOAD);
        byte[] few = new byte[159];
        Payload small = new Payload(Optional.empty(), 159, Octets.sha256(few));
        assertRefused(device(), signed(new Result(small.digest(), 159), small, few), Reason.SIZE);
        byte[] otherCode = TestImage.with(payload, 16, 0xFF);
        Payload foreign = new Payload(Optional.empty(), payload.length, Octets.sha256(otherCode));
        assertRefused(device(), signed(new Result(foreign.digest(), 640), foreign, otherCode), Reason.PROGRAM);
    }

    @Test
    void partsThatMakeAnotherImageAreRefused() {
        byte[] payload = {(byte) 0x82, 0, 0x41, 'X'};
        Payload base = new Payload(Optional.of(old.digest()), payload.length, Octets.sha256(payload));
        assertRefused(device(), signed(new Result(next.digest(), 640), base, payload), Reason.RESULT);
        byte[] noParts = {1, 2, 3};
        Payload other = new Payload(Optional.of(old.digest()), 3, Octets.sha256(noParts));
        assertRefused(device(), signed(new Result(next.digest(), 640), other, noParts), Reason.PAYLOAD);
        assertRefused(withKeys(key), signed(new Result(next.digest(), 640), other, noParts), Reason.PAYLOAD);
    }

    private static SuitPackage signed(Result result, Payload payload, byte[] bytes) {
        Manifest manifest = new Manifest(
                7, new Audience(VENDOR, CLASS, Optional.empty()), result, next.identity(), payload, Optional.empty());
        return SuitPackage.sign(manifest, bytes, signer);
    }

    @Test
    void aPackageThatEndsEarlyIsRefused() {
        byte[] bytes = parts.bytes();
        IntStream.range(0, bytes.length)
                .filter(length -> length < 1400 || length % 7 == 0)
                .forEach(length -> {
                    byte[] cut = Arrays.copyOf(bytes, length);
                    assertThat(refused(device(), cut)).as("%d bytes", length).contains(Reason.TRUNCATED);
                    assertThatThrownBy(() -> SuitPackage.read(cut)).isInstanceOf(Refusal.class);
                });
    }

    @Test
    void bytesBehindThePackageAreRefused() {
        assertThat(refused(device(), Arrays.copyOf(whole.bytes(), whole.bytes().length + 1)))
                .contains(Reason.EXTRA);
    }

    /** Of the signature itself a part: a check takes some four thousand hashes. */
    @Test
    void aPackageWithAnotherBitIsRefused() {
        byte[] bytes = parts.bytes();
        Random random = new Random(4);
        int signatureEnd = Envelope.PREFIX_BYTES + parts.signatureBytes();
        for (int at = 0; at < bytes.length; at++) {
            boolean inSignature = at >= Envelope.PREFIX_BYTES && at < signatureEnd;
            if (!inSignature || at % 16 == 0) {
                byte[] other = bytes.clone();
                other[at] ^= (byte) (1 << random.nextInt(8));
                assertThat(refused(device(), other)).as("byte %d", at).isPresent();
            }
        }
    }

    @Test
    void randomBytesAreNoPackage() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertThat(refused(device(), bytes)).isPresent();
        }
    }

    /** Sizes that a stranger made up cost no memory: there are not so many bytes. */
    @Test
    void aSizeThatIsNotThereTakesNoMemory() {
        Payload endless = new Payload(Optional.empty(), 0xFFFFFFFFL, Octets.of(new byte[32]));
        SuitPackage suit = signed(new Result(next.digest(), 0xFFFFFFFFL), endless, new byte[10]);
        assertRefused(device(), suit, Reason.SIZE);
        assertRefused(withKeys(key), suit, Reason.SIZE);
    }

    @Test
    void aBaseOfOtherCodeIsRefused() throws IOException {
        ModelImage other = image(TestImage.with(OLD, 16, 0xFF));
        assertThatThrownBy(() -> contents(next, Optional.of(other), Optional.empty()))
                .hasMessageContaining("THM-0914");
    }
}
