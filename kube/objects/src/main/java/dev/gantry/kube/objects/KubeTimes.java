package dev.gantry.kube.objects;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Times as objects hold them: RFC 3339 in UTC, to the second (`Time`) or to the microsecond
/// (`MicroTime`).
public final class KubeTimes {
  private static final DateTimeFormatter MICRO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private KubeTimes() {}

  /// `2026-11-24T08:00:00Z`.
  public static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// `2026-11-24T08:00:00.123456Z`.
  public static String micros(Instant time) {
    return MICRO.format(time);
  }

  /// Reads either form, in any time zone.
  ///
  /// @throws DateTimeParseException when it is no RFC 3339 time
  public static Instant parse(String text) {
    return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
  }

  /// The time at a node, if there is one that can be read.
  public static Optional<Instant> find(JsonNode node) {
    if (!node.isString()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(node.asString()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
