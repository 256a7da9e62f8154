package dev.thimble.device.analysis.code;

import java.util.Arrays;

/** Lists of registers, such as {@code {r4, r6-r8, lr}}. */
public final class RegisterList {
    private RegisterList() {}

    /** Words of the registers between the braces: two of a double of the floating-point unit. */
    public static int words(String operands) {
        String list = operands.substring(operands.indexOf('{') + 1, operands.indexOf('}'));
        int registers = Arrays.stream(list.split(",", -1))
                .mapToInt(part -> size(part.strip()))
                .sum();
        return list.startsWith("d") ? 2 * registers : registers;
    }

    /** 1 for a register, more for a range such as {@code d8-d11}. */
    private static int size(String part) {
        int dash = part.indexOf('-');
        return dash < 0 ? 1 : number(part.substring(dash + 1)) - number(part.substring(0, dash)) + 1;
    }

    private static int number(String register) {
        return switch (register) {
            case "sb" -> 9;
            case "sl" -> 10;
            case "fp" -> 11;
            case "ip" -> 12;
            case "lr" -> 14;
            default -> Integer.parseInt(register.substring(1));
        };
    }
}
