package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same answers and the same bytes, whatever language, country and encoding a machine is set to. */
class LocaleTest {
    private static final Path MODEL = Checkout.fixture("bert-f32-gelu");

    @TempDir
    Path folder;

    private static Child child(String lcAll, String... options) {
        return new Child(lcAll.isEmpty() ? Map.of() : Map.of("LC_ALL", lcAll), List.of(options));
    }

    private static List<Child> machines() {
        return List.of(
                child("C.UTF-8"),
                child("C", "-Duser.language=tr", "-Duser.country=TR"),
                child("", "-Duser.language=ar", "-Duser.country=EG", "-Dfile.encoding=ISO-8859-1"),
                child("POSIX", "-Duser.language=de", "-Duser.country=DE", "-Dfile.encoding=ISO-8859-9"));
    }

    private Map<String, String> everything(Child machine, Path out) throws Exception {
        Path inputs = MODEL.resolve("golden.jsonl");
        Path calls = folder.resolve(out.getFileName() + "-calls");
        List<List<?>> commands = List.of(
                List.of("compile", MODEL, "--name", "tiny", "--calibration", inputs, "-o", out),
                List.of("build", out),
                List.of("verify", out),
                List.of("run", out, "--input", inputs),
                List.of("eval", out, "--data", inputs),
                List.of("inspect", MODEL),
                List.of("boards"));
        Call call = machine.inTurn(calls, commands);
        assertThat(call.status()).as(call.toString()).isZero();
        Map<String, String> all = new TreeMap<>();
        for (int at = 0; at < commands.size(); at++) {
            all.put("what " + commands.get(at).get(0) + " prints", Files.readString(Path.of(calls + "." + at)));
        }
        for (Path file : Checkout.files(out)) {
            if (!out.relativize(file).startsWith("build")) {
                all.put(
                        out.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        all.replaceAll((name, text) -> text.replace(out.toString(), "OUT"));
        return all;
    }

    @Test
    void everyMachineMakesTheSameBytesAndGivesTheSameAnswers() throws Exception {
        List<Map<String, String>> results = new ArrayList<>();
        for (Child machine : machines()) {
            results.add(everything(machine, folder.resolve("out" + results.size())));
        }
        assertThat(results.get(0)).hasSizeGreaterThan(20);
        for (Map<String, String> result : results) {
            assertThat(result.keySet()).isEqualTo(results.get(0).keySet());
            result.forEach((name, text) ->
                    assertThat(text).as(name).isEqualTo(results.get(0).get(name)));
        }
    }

    @Test
    void anArgumentThatJavaCannotReadInThisLocaleIsRefused() throws IOException, InterruptedException {
        Path script = Files.writeString(
                folder.resolve("call"), "exec \"$1\" -cp \"$2\" dev.thimble.cli.Main run OUT --text 'Tromsø'\n");
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                script.toString(),
                ProcessHandle.current().info().command().orElseThrow(),
                System.getProperty("java.class.path"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("error[THM-0822]");
        assertThat(process.waitFor()).isEqualTo(2);
    }
}
