package dev.gantry.kube.rules.validation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The five fields of a schedule, or a name for common ones.
final class CronSyntax {
  private static final Set<String> NAMED =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final Pattern EVERY = Pattern.compile("@every (\\d+(\\.\\d+)?(ns|us|ms|s|m|h))+");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private CronSyntax() {}

  /// One field: the least and the most, and names for numbers from the least on.
  private record FieldRange(int least, int most, List<String> names) {}

  private static final List<FieldRange> FIELDS =
      List.of(
          new FieldRange(0, 59, List.of()),
          new FieldRange(0, 23, List.of()),
          new FieldRange(1, 31, List.of()),
          new FieldRange(1, 12, MONTHS),
          new FieldRange(0, 6, DAYS));

  /// What is wrong with a schedule.
  static Optional<String> problem(String schedule) {
    if (schedule.contains("TZ=")) {
      return Optional.of("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    }
    String text = schedule.strip();
    if (text.startsWith("@")) {
      return NAMED.contains(text) || EVERY.matcher(text).matches()
          ? Optional.empty()
          : Optional.of("unrecognized descriptor: " + text);
    }
    String[] fields = text.split("\\s+", -1);
    if (fields.length != FIELDS.size()) {
      return Optional.of(
          "expected exactly 5 fields, found "
              + fields.length
              + ": ["
              + String.join(" ", fields)
              + "]");
    }
    for (int i = 0; i < fields.length; i++) {
      for (String part : fields[i].split(",", -1)) {
        Optional<String> problem = problem(part, FIELDS.get(i));
        if (problem.isPresent()) {
          return problem;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problem(String part, FieldRange range) {
    String[] stepped = part.split("/", -1);
    String[] ends = stepped[0].split("-", -1);
    if (stepped.length > 2) {
      return Optional.of("too many slashes: " + part);
    }
    if (ends.length > 2) {
      return Optional.of("too many hyphens: " + part);
    }
    if (stepped.length == 2 && number(stepped[1], range) <= 0) {
      return Optional.of("step of range should be a positive number: " + part);
    }
    if (ends[0].equals("*") || ends[0].equals("?")) {
      return ends.length == 1 ? Optional.empty() : Optional.of("too many hyphens: " + part);
    }
    int first = number(ends[0], range);
    int last = number(ends[ends.length - 1], range);
    if (first < 0 || last < 0) {
      return Optional.of("failed to parse int from " + part);
    }
    if (first < range.least()) {
      return Optional.of(
          "beginning of range (" + first + ") below minimum (" + range.least() + "): " + part);
    }
    if (last > range.most()) {
      return Optional.of(
          "end of range (" + last + ") above maximum (" + range.most() + "): " + part);
    }
    return first > last
        ? Optional.of(
            "beginning of range (" + first + ") beyond end of range (" + last + "): " + part)
        : Optional.empty();
  }

  private static int number(String text, FieldRange range) {
    int name = range.names().indexOf(text.toLowerCase(Locale.ROOT));
    if (name >= 0) {
      return range.least() + name;
    }
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
  }
}
