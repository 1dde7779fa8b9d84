package dev.gantry.engine.core;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client narrows a list to: for each key any of its values must fit, and all keys must.
public record Filters(Map<String, List<String>> values) {
  public static final Filters NONE = new Filters(Map.of());
  private static final Pattern DURATION_PART = Pattern.compile("(\\d+(?:\\.\\d*)?)(ms|h|m|s)");
  private static final Pattern GO_DURATION = Pattern.compile("(?:" + DURATION_PART + ")+");
  private static final Map<String, BigDecimal> NANOS =
      Map.of(
          "h", BigDecimal.valueOf(3600_000_000_000L),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "s", BigDecimal.valueOf(1_000_000_000L),
          "ms", BigDecimal.valueOf(1_000_000L));

  public Filters {
    values = Map.copyOf(values);
  }

  /// Returns these filters if all their keys make sense.
  ///
  /// @throws InvalidArgumentException naming a key that is not among `known`
  public Filters accept(Set<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw new InvalidArgumentException("invalid filter '" + key + "'");
      }
    }
    return this;
  }

  public List<String> get(String key) {
    return values.getOrDefault(key, List.of());
  }

  public boolean has(String key) {
    return !get(key).isEmpty();
  }

  /// Whether any value of `key` satisfies `test`, or the key is absent.
  public boolean any(String key, Predicate<String> test) {
    return !has(key) || get(key).stream().anyMatch(test);
  }

  /// The one truth value of a key.
  public Optional<Boolean> truth(String key) {
    Optional<Boolean> result = Optional.empty();
    for (String value : get(key)) {
      boolean parsed =
          switch (value) {
            case "1", "true", "True", "TRUE", "t", "T" -> true;
            case "0", "false", "False", "FALSE", "f", "F" -> false;
            default -> throw invalid(key, List.of(value));
          };
      if (result.isPresent() && result.get() != parsed) {
        throw invalid(key, get(key));
      }
      result = Optional.of(parsed);
    }
    return result;
  }

  /// Whether `labels` has every label that is asked for, `key` or `key=value`.
  public boolean labels(String key, Map<String, String> labels) {
    return get(key).stream().allMatch(wanted -> hasLabel(labels, wanted));
  }

  /// Whether `labels` has none of the labels to be left out.
  public boolean noneOfLabels(String key, Map<String, String> labels) {
    return get(key).stream().noneMatch(unwanted -> hasLabel(labels, unwanted));
  }

  private static boolean hasLabel(Map<String, String> labels, String wanted) {
    int equals = wanted.indexOf('=');
    return equals < 0
        ? labels.containsKey(wanted)
        : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
  }

  /// The one moment of a key: a date, unix seconds, or a duration counted back from now.
  public Optional<Instant> moment(String key, Instant now) {
    var given = get(key);
    if (given.size() > 1) {
      throw new InvalidArgumentException("more than one " + key + " filter specified");
    }
    return given.stream().findFirst().map(text -> parseMoment(key, text, now));
  }

  private static Instant parseMoment(String key, String text, Instant now) {
    try {
      return GO_DURATION.matcher(text).matches() ? now.minus(duration(text)) : date(text);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new InvalidArgumentException("invalid filter '" + key + "=[" + text + "]'", e);
    }
  }

  /// Go's durations: `1h30m`, `1.5h`, `500ms`.
  private static Duration duration(String text) {
    var sum = BigDecimal.ZERO;
    Matcher part = DURATION_PART.matcher(text);
    while (part.find()) {
      sum = sum.add(new BigDecimal(part.group(1)).multiply(NANOS.get(part.group(2))));
    }
    return Duration.ofNanos(sum.toBigInteger().longValueExact());
  }

  private static Instant date(String text) {
    if (text.matches("\\d+(\\.\\d+)?")) {
      var seconds = new BigDecimal(text);
      return Instant.ofEpochSecond(
          seconds.toBigInteger().longValueExact(),
          seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }
    if (!text.contains("T")) {
      return Instant.parse(text + "T00:00:00Z");
    }
    return Instant.parse(text.matches(".*(Z|[+-]\\d\\d:\\d\\d)$") ? text : text + "Z");
  }

  private static InvalidArgumentException invalid(String key, List<String> values) {
    return new InvalidArgumentException("invalid filter '" + key + "=" + values + "'");
  }
}
