package dev.thimble.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.core.diag.ThimbleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands around and in a package's place, and wherever its replacement ends, no file of a user's is lost. */
class ReplacementTest {
    @TempDir
    Path folder;

    static Stream<Long> seeds() {
        return IntStream.range(0, 150).mapToObj(Long::valueOf);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFailureAtAnyStepLeavesTheWholeOldOrTheWholeNewPackage(long seed) throws IOException {
        Neighbourhood.Before[] all = Neighbourhood.Before.values();
        Neighbourhood.Before before = all[(int) (seed % all.length)];
        Neighbourhood place = new Neighbourhood(folder.resolve("place"), seed, before);
        Map<String, String> around = place.around();
        Map<String, String> old = place.inside();
        Map<String, String> next = Neighbourhood.fresh(folder.resolve("fresh"), Neighbourhood.next());
        int fatal = new Random(seed).nextInt(12);
        boolean done = replace(place, fatal);
        if (done || !before.replaceable) {
            assertThat(done).isEqualTo(before.replaceable);
        }
        Map<String, String> now = place.inside();
        assertThat(now).isIn(old, next);
        if (done) {
            assertThat(now).isEqualTo(next);
        }
        Map<String, String> later = place.around();
        later.keySet().removeIf(path -> path.startsWith("deep"));
        assertThat(later).isEqualTo(around);
    }

    private static boolean replace(Neighbourhood place, int fatal) {
        int[] steps = new int[1];
        StepHook hook = step -> {
            if (steps[0]++ == fatal) {
                throw new IOException("the disk is on fire");
            }
        };
        try (Replacement replacement = Replacement.begin(place.out, () -> {}, hook)) {
            replacement.finish(Neighbourhood.next());
            return true;
        } catch (ThimbleException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Neighbourhood.Before.class,
            names = {
                "A_FILE",
                "A_LINK_TO_NOTHING",
                "FOREIGN",
                "FOREIGN_WITH_A_REPORT",
                "PACKAGE_WITH_A_NOTE",
                "PACKAGE_WITH_A_LINK",
                "PACKAGE_WITH_AN_EMPTY_FOLDER",
                "EDITED_PACKAGE",
                "READ_ONLY_PACKAGE"
            })
    void whatIsNotThimblesIsRefusedBeforeAnyWork(Neighbourhood.Before before) throws IOException {
        Neighbourhood place = new Neighbourhood(folder, 1, before);
        Map<String, String> all = Neighbourhood.everything(folder);
        assertThatThrownBy(() -> Replacement.begin(place.out, () -> {}))
                .isInstanceOf(ThimbleException.class)
                .hasMessageMatching("error\\[THM-08(02|03|13|14)].*");
        assertThat(Neighbourhood.everything(folder)).isEqualTo(all);
    }

    @Test
    void aPackageOfAnEarlyReleaseIsRefusedWithTheWayOut() throws IOException {
        Neighbourhood place = new Neighbourhood(folder, 1, Neighbourhood.Before.FOREIGN_WITH_A_REPORT);
        assertThatThrownBy(() -> Replacement.begin(place.out, () -> {}))
                .hasMessageContaining("THM-0803")
                .hasMessageContaining("delete it by hand");
    }

    @Test
    void aListThatNamesFilesElsewhereIsRefused() throws IOException {
        Neighbourhood place = new Neighbourhood(folder, 1, Neighbourhood.Before.PACKAGE);
        Path mark = place.out.resolve(PackageMark.FILE);
        for (String evil : List.of("../notes.txt", "/etc/passwd", "a/../../b", "a//b", ".", "")) {
            Files.writeString(mark, PackageMark.HEAD + "\n- " + evil + "\n");
            assertThatThrownBy(() -> Replacement.begin(place.out, () -> {}))
                    .as(evil)
                    .hasMessageContaining("THM-0815");
        }
    }

    @Test
    void whatComesIntoThePackageWhileItIsReplacedIsKept() throws IOException {
        Neighbourhood place = new Neighbourhood(folder, 1, Neighbourhood.Before.PACKAGE);
        StepHook hook = step -> {
            if (step == StepHook.Step.MOVED_ASIDE) {
                Path aside = workFolders(folder).get(0).resolve("old");
                Files.writeString(aside.resolve("just.now"), "mine");
            }
        };
        Optional<Path> kept;
        try (Replacement replacement = Replacement.begin(place.out, () -> {}, hook)) {
            kept = replacement.finish(Neighbourhood.next());
        }
        assertThat(kept.orElseThrow().resolve("old/just.now")).hasContent("mine");
        PackageFolder.write(place.out, Neighbourhood.old());
        assertThat(kept.orElseThrow().resolve("old/just.now")).hasContent("mine");
    }

    private static List<Path> workFolders(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(path -> path.getFileName().toString().matches("\\.thimble-[0-9a-f]{16}-\\d+"))
                    .toList();
        }
    }

    /** The child ends itself as SIGKILL would, without a hook or a finally block. */
    public static void main(String[] arguments) {
        int[] steps = new int[1];
        int fatal = Integer.parseInt(arguments[1]);
        Replacement.begin(Path.of(arguments[0]), () -> {}, step -> {
                    if (steps[0]++ == fatal) {
                        Runtime.getRuntime().halt(137);
                    }
                })
                .finish(Neighbourhood.next());
    }

    @ParameterizedTest
    @EnumSource(
            value = Neighbourhood.Before.class,
            names = {"NOTHING", "BUILT_PACKAGE"})
    void aKilledProcessLosesNothingAndStopsNobody(Neighbourhood.Before before) throws Exception {
        Map<String, String> next = Neighbourhood.fresh(folder.resolve("fresh"), Neighbourhood.next());
        boolean reachedTheEnd = false;
        for (int fatal = 0; !reachedTheEnd; fatal++) {
            Neighbourhood place = new Neighbourhood(folder.resolve("place" + fatal), fatal, before);
            Map<String, String> around = place.around();
            Map<String, String> old = place.inside();
            reachedTheEnd = child(place.out, fatal) == 0;
            PackageFolder.putRight(place.out);
            Map<String, String> now = place.inside();
            now.remove(Tree.LOCK);
            assertThat(now).as("step %d", fatal).isIn(old, next);
            Map<String, String> later = place.around();
            later.keySet().removeIf(path -> path.matches("\\.thimble-[0-9a-f]{16}-lock"));
            assertThat(later).as("step %d", fatal).isEqualTo(around);
            PackageFolder.write(place.out, Neighbourhood.next());
            assertThat(Neighbourhood.everything(place.out)).isEqualTo(next);
            assertThat(place.around()).isEqualTo(around);
        }
    }

    private static int child(Path out, int fatal) throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplacementTest.class.getName(),
                        out.toString(),
                        Integer.toString(fatal))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Test
    void writersToOneFolderTakeTurns() throws Exception {
        Path out = folder.resolve("out");
        Map<String, String> old = Neighbourhood.fresh(folder.resolve("a"), Neighbourhood.old());
        Map<String, String> next = Neighbourhood.fresh(folder.resolve("b"), Neighbourhood.next());
        ExecutorService executor = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(4);
        List<Future<?>> all = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            Map<String, byte[]> files = writer % 2 == 0 ? Neighbourhood.old() : Neighbourhood.next();
            all.add(executor.submit(() -> {
                start.countDown();
                start.await();
                for (int turn = 0; turn < 20; turn++) {
                    PackageFolder.write(out, files);
                }
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        executor.shutdown();
        assertThat(Neighbourhood.everything(out)).isIn(old, next);
        assertThat(workFolders(folder)).isEmpty();
    }

    @Test
    void aSecondProcessWaitsForTheFirst() throws Exception {
        Path out = folder.resolve("out");
        Process child;
        try (Replacement replacement = Replacement.begin(out, () -> {})) {
            child = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Waiter.class.getName(),
                            out.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(child.inputReader().readLine()).isEqualTo("waiting");
            replacement.finish(Neighbourhood.old());
        }
        assertThat(child.waitFor()).isZero();
        assertThat(Neighbourhood.everything(out))
                .isEqualTo(Neighbourhood.fresh(folder.resolve("fresh"), Neighbourhood.next()));
    }

    /** Says that it waits, and then writes. */
    static final class Waiter {
        private Waiter() {}

        public static void main(String[] arguments) {
            try (Replacement replacement =
                    Replacement.begin(Path.of(arguments[0]), () -> System.out.println("waiting"))) {
                replacement.finish(Neighbourhood.next());
            }
        }
    }

    @Test
    void theRightsOfTheFolderStay() throws IOException {
        Neighbourhood place = new Neighbourhood(folder, 1, Neighbourhood.Before.PACKAGE);
        var rights = PosixFilePermissions.fromString("rwx-w----");
        Files.setPosixFilePermissions(place.out, rights);
        PackageFolder.write(place.out, Neighbourhood.next());
        assertThat(Files.getPosixFilePermissions(place.out)).isEqualTo(rights);
    }
}
