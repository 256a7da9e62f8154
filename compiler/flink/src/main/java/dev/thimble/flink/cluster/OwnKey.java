package dev.thimble.flink.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.SecurityOptions;

/**
 * A key and its certificate that this process alone has: who connects to what Flink listens on has to show it. Without it any
 * user of the machine could have Flink's REST interface run what they like.
 *
 * @param store the file that holds both
 * @param password of it
 */
record OwnKey(Path store, String password) {
    private static final int PASSWORD_BYTES = 16;

    /** A new one in a folder, made by the JDK's own tool. */
    static OwnKey in(Path folder) throws IOException, InterruptedException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        OwnKey key = new OwnKey(folder.resolve("own.p12"), HexFormat.of().formatHex(random));
        List<String> call = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "thimble",
                "-dname",
                "CN=thimble",
                "-keyalg",
                "RSA",
                "-storetype",
                "PKCS12",
                "-keystore",
                key.store().toString(),
                "-storepass:env",
                "THIMBLE_STORE");
        ProcessBuilder keytool = new ProcessBuilder(call)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        keytool.environment().put("THIMBLE_STORE", key.password());
        int status = keytool.start().waitFor();
        if (status != 0) {
            throw new IOException("keytool ended with status " + status);
        }
        return key;
    }

    /** Has Flink ask for it, and show it. */
    void guard(Configuration settings) {
        settings.set(SecurityOptions.SSL_REST_ENABLED, true);
        settings.set(SecurityOptions.SSL_REST_AUTHENTICATION_ENABLED, true);
        settings.set(SecurityOptions.SSL_REST_KEYSTORE, store.toString());
        settings.set(SecurityOptions.SSL_REST_KEYSTORE_PASSWORD, password);
        settings.set(SecurityOptions.SSL_REST_KEY_PASSWORD, password);
        settings.set(SecurityOptions.SSL_REST_TRUSTSTORE, store.toString());
        settings.set(SecurityOptions.SSL_REST_TRUSTSTORE_PASSWORD, password);
        settings.set(SecurityOptions.SSL_INTERNAL_ENABLED, true);
        settings.set(SecurityOptions.SSL_INTERNAL_KEYSTORE, store.toString());
        settings.set(SecurityOptions.SSL_INTERNAL_KEYSTORE_PASSWORD, password);
        settings.set(SecurityOptions.SSL_INTERNAL_KEY_PASSWORD, password);
        settings.set(SecurityOptions.SSL_INTERNAL_TRUSTSTORE, store.toString());
        settings.set(SecurityOptions.SSL_INTERNAL_TRUSTSTORE_PASSWORD, password);
    }
}
