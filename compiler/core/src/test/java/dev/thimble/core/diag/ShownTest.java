package dev.thimble.core.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void whatATerminalActsOnIsEscaped() {
        assertThat(Shown.line("\u001b]0;pwn\u0007\u001b[31mX\r\n\t\u009b\u007f"))
                .isEqualTo("\\u001b]0;pwn\\u0007\\u001b[31mX\\u000d\\u000a\\u0009\\u009b\\u007f");
        assertThat(Shown.line("a\u202eb\u2066c\u200d\u2028\ufeff\ud800"))
                .isEqualTo("a\\u202eb\\u2066c\\u200d\\u2028\\ufeff\\ud800");
        assertThat(Shown.line(new String(Character.toChars(0xE0041)))).isEqualTo("\\udb40\\udc41");
        assertThat(Shown.lines("a\n\tb\r")).isEqualTo("a\n\tb\\u000d");
    }

    @Test
    void whatIsReadableStays() {
        String text = "Tromsø, Ünïcode, 音楽, 🎵, ภาษา, हिन्दी, עברית, \\u001b \"x\" {y}";
        assertThat(Shown.line(text)).isEqualTo(text);
    }

    @Test
    void noTextComesOutWithAControlCharacterAndShowingItAgainChangesNothing() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(8, 0, random.nextBoolean() ? 0x3000 : 0xF0000).forEach(text::appendCodePoint);
            String shown = Shown.line(text.toString());
            assertThat(shown.codePoints().map(Character::getType))
                    .doesNotContain((int) Character.CONTROL, (int) Character.SURROGATE)
                    .doesNotContain((int) Character.LINE_SEPARATOR, (int) Character.PARAGRAPH_SEPARATOR);
            assertThat(Shown.line(shown)).isEqualTo(shown);
        }
    }

    @Test
    void aDiagnosticHasOneLineWhateverItIsAbout() {
        String evil = "x\u001b[2J\nerror[THM-0001]: forged\u202e";
        String line =
                InputProblem.FILE_UNREADABLE.at(evil, evil, evil).withHint(evil).line();
        assertThat(line).doesNotContain("\n").doesNotContain("\u001b").doesNotContain("\u202e");
        assertThat(line.toLowerCase(Locale.ROOT)).contains("\\u001b[2j\\u000aerror");
    }
}
