package dev.thimble.core.model;

import dev.thimble.core.diag.InputProblem;
import dev.thimble.core.diag.ThimbleException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may name a package. Of a name NAME come the file {@code include/NAME.h}, which a user includes, and the
 * identifiers {@code thimble_NAME_…}, {@code thimble_NAME_t} and {@code THIMBLE_NAME_…}. Everything else that a package
 * holds has a name that no model can have; the few names that cannot be kept apart are refused here.
 */
public final class ModelName {
    /** Characters of the longest name: file names made of it have at most 255 on every system. */
    public static final int LONGEST = 100;

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]*");

    /** Of ISO C up to C23. */
    private static final Set<String> STANDARD_HEADERS = words("""
            assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg
            stdatomic stdbit stdbool stdckdint stddef stdint stdio stdlib stdmchar stdnoreturn string tgmath threads time
            uchar wchar wctype""");

    /** Of POSIX, of the C libraries and of gcc for Arm and RISC-V, those that stand in no folder of their own. */
    private static final Set<String> OTHER_HEADERS = words("""
            aio alloca ar argz arm_acle arm_bf16 arm_cde arm_cmse arm_fp16 arm_mve arm_mve_types arm_neon byteswap cpio devctl
            dirent dlfcn elf endian envlock envz fastmath fcntl features fmtmsg fnmatch ftw gcov getopt glob grp iconv
            ieeefp langinfo libgen libintl malloc memory mmintrin monetary mqueue ndbm netdb newlib nl_types paths poll
            picolibc picotls pthread pwd reent regdef regex sched search semaphore semihost spawn stdfix stdio_ext strings syslimits syslog tar termios
            ulimit unctrl unistd unwind utime utmp utmpx varargs wordexp xlocale arduino""");

    /** Names of devices: Windows has no files that are called so, whatever their ending. */
    private static final Pattern DEVICES = Pattern.compile("con|prn|aux|nul|(com|lpt)[0-9]");

    /** Names whose type is one that every package has: {@code thimble_result_t}, {@code thimble_app_answer_t}. */
    private static final Set<String> TYPES = Set.of("result", "app_answer", "app_training");

    /** Names that the runtime has identifiers of its own for: {@code THIMBLE_UPDATE_VOCABULARY} is a reason code. */
    private static final Set<String> PARTS = Set.of("lms", "manifest", "package", "sha256", "update");

    private ModelName() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    /**
     * Refuses what cannot be a name.
     *
     * @param where the option or the folder that it comes from
     * @throws ThimbleException with the reason
     */
    public static void check(String name, String where) {
        obstacle(name).ifPresent(reason -> {
            throw new ThimbleException(InputProblem.NAME_INVALID.at(where, name, reason));
        });
    }

    /** Why this cannot be a name, as the end of a sentence; empty if it can. */
    public static Optional<String> obstacle(String name) {
        if (!FORM.matcher(name).matches()) {
            return Optional.of("functions in C are to begin with it");
        }
        if (name.length() > LONGEST) {
            return Optional.of("it has more than " + LONGEST + " characters");
        }
        if (STANDARD_HEADERS.contains(name) || OTHER_HEADERS.contains(name)) {
            return Optional.of("include/" + name + ".h would stand before the system's header " + name + ".h");
        }
        if (DEVICES.matcher(name).matches()) {
            return Optional.of("Windows has no files of that name");
        }
        if (PARTS.contains(name)) {
            return Optional.of("what reads updates has names that begin with thimble_" + name);
        }
        return TYPES.contains(name)
                ? Optional.of("thimble_" + name + "_t is a type of every package")
                : Optional.empty();
    }
}
