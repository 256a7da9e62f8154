package dev.thimble.cli.fleet;

import dev.thimble.core.diag.FleetProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.train.Rates;
import dev.thimble.fleet.record.Kind;
import dev.thimble.fleet.record.Task;
import dev.thimble.fleet.record.TaskDefaults;
import dev.thimble.pipeline.fit.Training;
import dev.thimble.simulate.Attack;
import dev.thimble.simulate.Scenario;
import dev.thimble.update.wire.Octets;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options about what happens in a simulation. */
final class ScenarioFlags {
    private static final int MOST_DEVICES = 10_000;
    private static final int MOST_ROUNDS = 10_000;
    private static final int MOST_REAL = 256;

    /** A task for no device in particular. */
    private static final Task NOBODYS =
            TaskDefaults.of(Octets.of(new byte[32]), Octets.of(new byte[16]), Task.MOST_PARAMETERS, 1);

    @Option(names = "--devices", paramLabel = "N", defaultValue = "30", description = "30 by default")
    private int devices;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "30", description = "30 by default")
    private int rounds;

    @Option(
            names = "--alpha",
            paramLabel = "A",
            defaultValue = "1",
            description = "how alike devices' labels are: a Dirichlet distribution's, 1 by default")
    private double alpha;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "0",
            description = "the share of devices that do not answer in a round")
    private double dropout;

    @Option(
            names = "--stragglers",
            paramLabel = "P",
            defaultValue = "0",
            description = "the share that answers when the round is closed")
    private double stragglers;

    @Option(names = "--attackers", paramLabel = "P", defaultValue = "0", description = "the share of hostile devices")
    private double attackers;

    @Option(
            names = "--attack",
            paramLabel = "A",
            defaultValue = "sign-flip",
            description = "label-flip, sign-flip (the default), scaled or random")
    private String attack;

    @Mixin
    private TaskFlags asked;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of all that is drawn")
    private long seed;

    @Option(
            names = "--programs",
            paramLabel = "N",
            defaultValue = "0",
            description = "the devices that run the generated C on this machine; none by default")
    private int programs;

    @Option(
            names = "--emulated",
            paramLabel = "N",
            defaultValue = "0",
            description = "the devices that run it as firmware in QEMU; none by default")
    private int emulated;

    int programs() {
        return programs;
    }

    int emulated() {
        return emulated;
    }

    boolean isReal() {
        return programs + emulated > 0;
    }

    Scenario scenario() {
        require(devices >= 1 && devices <= MOST_DEVICES, devices + " devices", "1 to 10,000");
        require(rounds >= 1 && rounds <= MOST_ROUNDS, rounds + " rounds", "1 to 10,000");
        require(alpha > 0 && alpha <= 1000, "an alpha of " + alpha, "more than 0 to 1,000");
        requireShare(dropout + stragglers, "drop-outs and stragglers");
        requireShare(attackers, "attackers");
        requireRealOnes(devices);
        Task task = asked.of(NOBODYS);
        require(task.form().kind() != Kind.MASKED, "masked records", "dense and sparse ones");
        require(task.noise().isEmpty() || !isReal(), "noise that the C draws", "devices that compute as the reference");
        Attack kind = Attack.named(attack)
                .orElseThrow(() -> new ThimbleException(FleetProblem.ATTACK_UNKNOWN.at("--attack", attack)));
        return new Scenario(
                devices,
                rounds,
                alpha,
                dropout,
                stragglers,
                attackers,
                attackers > 0 ? Optional.of(kind) : Optional.empty(),
                learning(task.training()),
                new Scenario.Telling(task.shift(), task.clip(), task.form(), task.examples(), task.noise()),
                seed);
    }

    /** Checks that those that run the C are among so many devices. */
    void requireRealOnes(int participants) {
        require(
                programs >= 0 && emulated >= 0 && programs + emulated <= Math.min(participants, MOST_REAL),
                programs + " programs and " + emulated + " emulated ones",
                "0 to as many as there are devices in rounds, and to " + MOST_REAL);
    }

    private static Scenario.Learning learning(Task.Training training) {
        Rates rates = new Rates(training.rate(), training.momentum(), training.decay());
        return new Scenario.Learning(training.epochs(), rates, Training.REPLAY, training.replayed());
    }

    static void requireEpochs(int epochs) {
        require(epochs >= 1 && epochs <= 1000, epochs + " epochs", "1 to 1,000");
    }

    static void requireShare(double share, String of) {
        require(share >= 0 && share < 1, "a share of " + share + " of " + of, "0 to less than 1");
    }

    private static void require(boolean holds, String value, String range) {
        if (!holds) {
            throw new ThimbleException(FleetProblem.SCENARIO_INVALID.at("", value, range));
        }
    }
}
