package dev.gantry.engine.dockerapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.ReadLogs;
import dev.gantry.engine.runtime.LogEntry;
import dev.gantry.engine.runtime.LogQuery;
import dev.gantry.platform.http.Query;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// `GET /containers/{id}/logs`.
final class LogsRoute {
  private static final byte[] NOTHING = new byte[0];

  private final Engine engine;

  LogsRoute(Engine engine) {
    this.engine = engine;
  }

  void logs(Request request, Response response) throws IOException, InterruptedException {
    var query = request.query();
    var wanted = wanted(query);
    if (!wanted.stdout() && !wanted.stderr()) {
      throw ContainerStreamRoutes.noStream();
    }
    boolean timestamps = Parameters.flag(query, "timestamps");
    var logs = engine.readLogs().run(ContainerRoutes.id(request), wanted);
    response.header("Content-Type", Hijack.contentType(logs.terminal()));
    var prefix = Parameters.flag(query, "details") ? details(logs) : NOTHING;
    try (var entries = logs.entries();
        var out = response.stream()) {
      var frames = new OutputFrames(out, !logs.terminal());
      boolean lineBegins = true;
      while (true) {
        Optional<LogEntry> next = entries.next();
        if (next.isEmpty()) {
          return;
        }
        LogEntry entry = next.get();
        if (timestamps || prefix.length > 0) {
          frames.write(
              entry.channel(),
              lineBegins ? head(entry, timestamps, prefix) : NOTHING,
              entry.bytes());
          lineBegins = endsLine(entry.bytes());
        } else {
          frames.write(entry.channel(), entry.bytes());
        }
        if (wanted.follow()) {
          frames.flush();
        }
      }
    }
  }

  private static boolean endsLine(byte[] bytes) {
    return bytes.length == 0 || bytes[bytes.length - 1] == '\n';
  }

  private static byte[] head(LogEntry entry, boolean timestamps, byte[] details) {
    if (!timestamps) {
      return details;
    }
    byte[] time = (Times.formatFixed(entry.time()) + " ").getBytes(UTF_8);
    byte[] head = java.util.Arrays.copyOf(time, time.length + details.length);
    System.arraycopy(details, 0, head, time.length, details.length);
    return head;
  }

  /// `key=value,…` and a blank; the blank alone when there are none.
  private static byte[] details(ReadLogs.Logs logs) {
    String list =
        logs.details().entrySet().stream()
            .map(entry -> escape(entry.getKey()) + "=" + escape(entry.getValue()))
            .collect(Collectors.joining(","));
    return (list + " ").getBytes(UTF_8);
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static LogQuery wanted(Query query) {
    return new LogQuery(
        Parameters.flag(query, "stdout"),
        Parameters.flag(query, "stderr"),
        tail(query.first("tail").orElse("")),
        Times.parse("since", query.first("since")),
        Times.parse("until", query.first("until")),
        Parameters.flag(query, "follow"));
  }

  /// Whatever is not a number of lines means all.
  private static OptionalLong tail(String text) {
    try {
      long lines = Long.parseLong(text);
      return lines < 0 ? OptionalLong.empty() : OptionalLong.of(lines);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
