package dev.thimble.backendc;

import dev.thimble.folder.Installation;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.Version;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Fills in the templates below {@code templates/}: no locale, no HTML escaping, numbers as the computer writes them. */
public final class Templates {
    private final Configuration configuration;

    /** The templates of a Thimble checkout. */
    public Templates(Installation installation) {
        Version version = Configuration.VERSION_2_3_34;
        configuration = new Configuration(version);
        try {
            configuration.setDirectoryForTemplateLoading(
                    installation.templates().toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("c");
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWhitespaceStripping(true);
    }

    /** The text of one template. */
    public String render(String template, Map<String, Object> values) {
        StringWriter text = new StringWriter();
        try {
            configuration.getTemplate(template).process(values, text);
        } catch (TemplateException e) {
            throw new IllegalStateException(template + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
