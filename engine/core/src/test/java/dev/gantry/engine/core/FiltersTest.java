package dev.gantry.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiltersTest {
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

  private static Filters filters(String key, String... values) {
    return new Filters(Map.of(key, List.of(values)));
  }

  private static Optional<Instant> until(String text) {
    return filters("until", text).moment("until", NOW);
  }

  @Test
  void refusesKeysItDoesNotKnow() {
    assertThatThrownBy(() -> filters("lable", "x").accept(Set.of("label")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessage("invalid filter 'lable'");
  }

  @Test
  void anAbsentKeyLetsEverythingThrough() {
    assertThat(Filters.NONE.any("name", _ -> false)).isTrue();
    assertThat(filters("name", "a", "b").any("name", "b"::equals)).isTrue();
    assertThat(filters("name", "a", "b").any("name", "c"::equals)).isFalse();
  }

  @Test
  void truthHasOneValue() {
    assertThat(filters("dangling", "1", "true").truth("dangling")).contains(true);
    assertThat(Filters.NONE.truth("dangling")).isEmpty();
    assertThatThrownBy(() -> filters("dangling", "true", "false").truth("dangling"))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> filters("dangling", "yes").truth("dangling"))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void allLabelsMustMatch() {
    var labels = Map.of("a", "1", "b", "x=y");

    assertThat(filters("label", "a", "b=x=y").labels("label", labels)).isTrue();
    assertThat(filters("label", "a=2").labels("label", labels)).isFalse();
    assertThat(filters("label!", "c").noneOfLabels("label!", labels)).isTrue();
    assertThat(filters("label!", "c", "a").noneOfLabels("label!", labels)).isFalse();
  }

  @Test
  void momentsAreDatesSecondsOrDurations() {
    assertThat(until("24h")).contains(NOW.minusSeconds(86400));
    assertThat(until("1h30m")).contains(NOW.minusSeconds(5400));
    assertThat(until("1.5h")).contains(NOW.minusSeconds(5400));
    assertThat(until("500ms")).contains(NOW.minusMillis(500));
    assertThat(until("1700000000")).contains(Instant.ofEpochSecond(1_700_000_000));
    assertThat(until("1700000000.25")).contains(Instant.ofEpochSecond(1_700_000_000, 250_000_000));
    assertThat(until("2026-01-02")).contains(Instant.parse("2026-01-02T00:00:00Z"));
    assertThat(until("2026-01-02T03:04:05")).contains(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(until("2026-01-02T03:04:05+01:00")).contains(Instant.parse("2026-01-02T02:04:05Z"));
  }

  @Test
  void refusesMomentsThatAreNone() {
    for (String text :
        List.of(
            "",
            "yesterday",
            "10",
            "99999999999999999999h",
            "9999999999h",
            "99999999999999999999",
            "9223372036854775807",
            "2026-13-01",
            "h")) {
      if (text.equals("10")) {
        assertThat(until(text)).contains(Instant.ofEpochSecond(10));
        continue;
      }
      assertThatThrownBy(() -> until(text))
          .as(text)
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("until");
    }
    assertThatThrownBy(() -> filters("until", "1h", "2h").moment("until", NOW))
        .hasMessage("more than one until filter specified");
  }
}
