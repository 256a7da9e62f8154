package dev.thimble.transport.mqtt;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.update.wire.InputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManagerFactory;

/**
 * A broker, and who connects to it.
 *
 * @param host its name, which its certificate must have
 * @param port where it listens for TLS
 * @param authority file of the certificates, in PEM, of which one signed the broker's
 * @param user name of who connects; of a device its id
 * @param password file of the password, on its first line
 */
public record Broker(String host, int port, Path authority, String user, Path password) {
    private static final int MOST_BYTES = 1 << 20;

    /** What connects trusts certificates of the authority alone, and of nobody whom this machine trusts otherwise. */
    TrustManagerFactory trust() {
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(InputFile.read(authority, MOST_BYTES)));
            require(!certificates.isEmpty(), authority, "certificate");
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + number, certificate);
                number++;
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new ThimbleException(FleetProblem.CREDENTIALS_INVALID.at("", authority, "certificate"), e);
        }
    }

    /** The bytes of the password. */
    byte[] secret() {
        String text = new String(InputFile.read(password, MOST_BYTES), StandardCharsets.UTF_8);
        String line = text.lines().findFirst().orElse("");
        require(!line.isEmpty(), password, "password");
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static void require(boolean holds, Path file, String what) {
        if (!holds) {
            throw new ThimbleException(FleetProblem.CREDENTIALS_INVALID.at("", file, what));
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
