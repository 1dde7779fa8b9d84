package dev.gantry.platform.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
  record Sample(
      String name,
      int count,
      List<String> tags,
      Map<String, String> labels,
      Optional<Instant> at) {}

  @Test
  void readsBackWhatItWrites() {
    var sample =
        new Sample(
            "a", 3, List.of("x"), Map.of("k", "v"), Optional.of(Instant.ofEpochSecond(1, 5)));
    assertThat(Json.read(Json.bytes(sample), Sample.class)).isEqualTo(sample);
    assertThat(Json.text(sample)).contains("\"at\":\"1970-01-01T00:00:01.000000005Z\"");
  }

  @Test
  void ignoresUnknownFields() {
    assertThat(Json.read("{\"name\":\"a\",\"future\":[1]}", Sample.class).name()).isEqualTo("a");
  }

  @Test
  void refusesMalformedTrailingDeepAndNullInput() {
    for (String bad : List.of("{", "{} x", "null", "[".repeat(65) + "]".repeat(65))) {
      assertThatThrownBy(() -> Json.read(bad.getBytes(UTF_8), Object.class))
          .as(bad)
          .isInstanceOf(InvalidArgumentException.class);
    }
  }

  @Test
  void lenientMapperMatchesFieldNamesInAnyCase() {
    assertThat(Json.lenient().readValue("{\"NAME\":\"a\"}", Sample.class).name()).isEqualTo("a");
  }
}
