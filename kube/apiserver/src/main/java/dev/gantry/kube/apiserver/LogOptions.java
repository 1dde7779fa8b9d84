package dev.gantry.kube.apiserver;

import dev.gantry.kube.client.NodeAgent.LogQuery;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.http.Query;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The query parameters of `pods/log`.
///
/// @param container empty for the only one
record LogOptions(String container, LogQuery query) {
  private static final GroupVersionKind KIND = new GroupVersionKind("", "v1", "PodLogOptions");
  private static final List<String> STREAMS = List.of("All", "Stderr", "Stdout");

  /// @param pod the name that refusals carry
  /// @throws StatusException BadRequest for what cannot be read, Invalid for what makes no
  ///     sense
  static LogOptions of(Query query, String pod, Instant now) {
    Optional<Long> tail = number(query, "tailLines");
    Optional<Long> limit = number(query, "limitBytes");
    Optional<Long> seconds = number(query, "sinceSeconds");
    Optional<Instant> time = time(query, "sinceTime");
    String stream = query.first("stream").orElse("All");
    List<StatusCause> causes = problems(tail, limit, seconds, time, stream);
    if (!causes.isEmpty()) {
      throw StatusException.invalid(KIND, pod, causes);
    }
    return new LogOptions(
        query.first("container").orElse(""),
        new LogQuery(
            ProcessOptions.flag(query, "follow"),
            ProcessOptions.flag(query, "previous"),
            ProcessOptions.flag(query, "timestamps"),
            time.or(() -> seconds.map(now::minusSeconds)),
            tail.map(n -> OptionalInt.of((int) Math.min(n, Integer.MAX_VALUE)))
                .orElse(OptionalInt.empty()),
            limit.map(OptionalLong::of).orElse(OptionalLong.empty()),
            stream));
  }

  private static List<StatusCause> problems(
      Optional<Long> tail,
      Optional<Long> limit,
      Optional<Long> seconds,
      Optional<Instant> time,
      String stream) {
    List<StatusCause> causes = new ArrayList<>();
    tail.filter(n -> n < 0)
        .ifPresent(n -> causes.add(bad("tailLines", n, "must be greater than or equal to 0")));
    limit
        .filter(n -> n < 1)
        .ifPresent(n -> causes.add(bad("limitBytes", n, "must be greater than 0")));
    if (seconds.isPresent() && time.isPresent()) {
      causes.add(
          StatusCause.forbidden(
              "", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
    } else {
      seconds
          .filter(n -> n < 1)
          .ifPresent(n -> causes.add(bad("sinceSeconds", n, "must be greater than 0")));
    }
    if (!STREAMS.contains(stream)) {
      causes.add(
          new StatusCause(
              "FieldValueNotSupported",
              "Unsupported value: \"%s\": supported values: \"%s\""
                  .formatted(stream, String.join("\", \"", STREAMS)),
              "stream"));
    } else if (tail.isPresent() && !stream.equals("All")) {
      causes.add(
          StatusCause.forbidden(
              "", "`tailLines` and specific `stream` are mutually exclusive for now"));
    }
    return causes;
  }

  private static StatusCause bad(String field, long value, String rule) {
    return StatusCause.invalid(field, Long.toString(value), rule);
  }

  private static Optional<Long> number(Query query, String name) {
    return query
        .first(name)
        .map(
            text -> {
              try {
                return Long.parseLong(text);
              } catch (NumberFormatException _) {
                throw StatusException.badRequest(
                    "strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(text));
              }
            });
  }

  private static Optional<Instant> time(Query query, String name) {
    return query
        .first(name)
        .filter(text -> !text.isEmpty())
        .map(
            text -> {
              try {
                return OffsetDateTime.parse(text).toInstant();
              } catch (DateTimeException _) {
                throw StatusException.badRequest(
                    "parsing time \"%s\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"%s\" as \"2006\""
                        .formatted(text, text));
              }
            });
  }
}
