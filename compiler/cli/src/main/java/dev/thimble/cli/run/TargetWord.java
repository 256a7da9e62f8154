package dev.thimble.cli.run;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A target as users type it: a board's emulator, whatever it is, is also called as most boards' is. */
public final class TargetWord implements ITypeConverter<TargetKind> {
    private static final String EMULATOR = "emulator";

    @Override
    public TargetKind convert(String word) {
        return of(TargetKind.class, word);
    }

    /**
     * The constant of this name, in lower case or upper.
     *
     * @throws TypeConversionException where there is none
     */
    public static <E extends Enum<E>> E of(Class<E> type, String word) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> names(constant).anyMatch(name -> name.equalsIgnoreCase(word)))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException("expected one of " + names(type) + " but was '" + word + "'"));
    }

    private static Stream<String> names(Enum<?> constant) {
        return constant.name().equals(TargetKind.QEMU.name())
                ? Stream.of(EMULATOR, constant.name())
                : Stream.of(constant.name());
    }

    private static String names(Class<? extends Enum<?>> type) {
        return Stream.of(type.getEnumConstants())
                .flatMap(TargetWord::names)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
