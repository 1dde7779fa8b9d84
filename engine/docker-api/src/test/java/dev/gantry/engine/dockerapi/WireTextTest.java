package dev.gantry.engine.dockerapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.engine.core.ContainerState;
import dev.gantry.engine.core.Health;
import dev.gantry.engine.runtime.OutputChannel;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The small texts and frames of the wire.
class WireTextTest {
  @Nested
  class Moments {
    private static Optional<Instant> parse(String text) {
      return Times.parse("since", Optional.of(text));
    }

    @Test
    void areWrittenWithTheDigitsTheyHave() {
      assertThat(Times.format(Instant.parse("2026-01-02T03:04:05Z")))
          .isEqualTo("2026-01-02T03:04:05Z");
      assertThat(Times.format(Instant.parse("2026-01-02T03:04:05.120Z")))
          .isEqualTo("2026-01-02T03:04:05.12Z");
      assertThat(Times.format(Instant.parse("2026-01-02T03:04:10Z")))
          .isEqualTo("2026-01-02T03:04:10Z");
      assertThat(Times.formatFixed(Instant.parse("2026-01-02T03:04:05.1Z")))
          .isEqualTo("2026-01-02T03:04:05.100000000Z");
    }

    @Test
    void areReadAsSecondsWithAFraction() {
      assertThat(parse("1700000000")).contains(Instant.ofEpochSecond(1_700_000_000));
      assertThat(parse("1700000000.5")).contains(Instant.ofEpochSecond(1_700_000_000, 500_000_000));
      assertThat(parse("1.000000001")).contains(Instant.ofEpochSecond(1, 1));
      assertThat(parse("0")).isEmpty();
      assertThat(parse("")).isEmpty();
      assertThat(Times.parse("since", Optional.empty())).isEmpty();
    }

    @Test
    void refuseWhatIsNone() {
      for (String text :
          List.of("x", "1.x", "99999999999999999999", "9223372036854775807", "2026-01-01")) {
        assertThatThrownBy(() -> parse(text))
            .as(text)
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageContaining("since");
      }
    }
  }

  @Nested
  class Durations {
    @Test
    void areRoundedForPeople() {
      assertThat(HumanDuration.of(Duration.ofMillis(-5))).isEqualTo("Less than a second");
      assertThat(HumanDuration.of(Duration.ofSeconds(1))).isEqualTo("1 second");
      assertThat(HumanDuration.of(Duration.ofSeconds(59))).isEqualTo("59 seconds");
      assertThat(HumanDuration.of(Duration.ofSeconds(60))).isEqualTo("About a minute");
      assertThat(HumanDuration.of(Duration.ofMinutes(59))).isEqualTo("59 minutes");
      assertThat(HumanDuration.of(Duration.ofMinutes(60))).isEqualTo("About an hour");
      assertThat(HumanDuration.of(Duration.ofMinutes(91))).isEqualTo("2 hours");
      assertThat(HumanDuration.of(Duration.ofHours(47))).isEqualTo("47 hours");
      assertThat(HumanDuration.of(Duration.ofDays(2))).isEqualTo("2 days");
      assertThat(HumanDuration.of(Duration.ofDays(14))).isEqualTo("2 weeks");
      assertThat(HumanDuration.of(Duration.ofDays(60))).isEqualTo("2 months");
      assertThat(HumanDuration.of(Duration.ofDays(730))).isEqualTo("2 years");
    }
  }

  @Nested
  class Statuses {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static String status(ContainerState state, Health.Status... health) {
      return ContainerSummary.status(
          state,
          health.length == 0 ? Optional.empty() : Optional.of(new Health(health[0], 0, List.of())),
          NOW);
    }

    @Test
    void tellWhatAContainerDoesAndForHowLong() {
      var running = new ContainerState.Running(1, NOW.minusSeconds(5), Optional.empty());
      var ended = new ContainerState.Ended(NOW.minusSeconds(9), NOW.minusSeconds(7), 3, false, "");

      assertThat(status(running)).isEqualTo("Up 5 seconds");
      assertThat(status(running, Health.Status.STARTING))
          .isEqualTo("Up 5 seconds (health: starting)");
      assertThat(status(running, Health.Status.UNHEALTHY)).isEqualTo("Up 5 seconds (unhealthy)");
      assertThat(status(new ContainerState.Paused(1, NOW.minusSeconds(5), Optional.empty())))
          .isEqualTo("Up 5 seconds (Paused)");
      assertThat(status(new ContainerState.Exited(ended))).isEqualTo("Exited (3) 7 seconds ago");
      assertThat(status(new ContainerState.Restarting(ended)))
          .isEqualTo("Restarting (3) 7 seconds ago");
      assertThat(status(new ContainerState.Created(Optional.empty()))).isEqualTo("Created");
      assertThat(status(new ContainerState.Dead(ended))).isEqualTo("Dead");
    }
  }

  @Nested
  class Frames {
    @Test
    void haveAHeadOfChannelAndLength() throws IOException {
      var out = new ByteArrayOutputStream();
      var frames = new OutputFrames(out, true);

      frames.write(OutputChannel.STDERR, "ab".getBytes(UTF_8));
      frames.write(OutputChannel.STDOUT, "t ".getBytes(UTF_8), "x".getBytes(UTF_8));
      frames.write(OutputChannel.STDOUT, new byte[0x10203]);

      assertThat(out.toByteArray())
          .startsWith(2, 0, 0, 0, 0, 0, 0, 2, 'a', 'b', 1, 0, 0, 0, 0, 0, 0, 3, 't', ' ', 'x')
          .containsSequence(1, 0, 0, 0, 0, 1, 2, 3, 0);
    }

    @Test
    void aTerminalHasNone() throws IOException {
      var out = new ByteArrayOutputStream();
      new OutputFrames(out, false).write(OutputChannel.STDOUT, "ab".getBytes(UTF_8));

      assertThat(out.toString(UTF_8)).isEqualTo("ab");
    }
  }

  @Nested
  class Progress {
    @Test
    void isABarOfFiftyPlaces() {
      assertThat(ProgressBar.of(0, 1000)).isEqualTo("[>" + " ".repeat(49) + "]       0B/1kB");
      assertThat(ProgressBar.of(500, 1000))
          .isEqualTo("[" + "=".repeat(25) + ">" + " ".repeat(24) + "]     500B/1kB");
      assertThat(ProgressBar.of(1000, 1000)).isEqualTo("[" + "=".repeat(50) + "]      1kB/1kB");
    }

    @Test
    void ofUnknownLengthIsASize() {
      assertThat(ProgressBar.of(1_234_567, 0)).isEqualTo("1.235MB");
    }
  }
}
