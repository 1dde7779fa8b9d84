package dev.gantry.kube.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/// Counts requests and writes them, with the figures of other components, in Prometheus' text
/// format.
public final class ServerMetrics {
  private static final double[] BOUNDS = {
    0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60
  };

  private record Requests(String verb, String group, String version, String resource, int code) {}

  private record Durations(String verb, String resource) {}

  private static final class Histogram {
    final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
    final LongAdder nanos = new LongAdder();

    Histogram() {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }
  }

  private record Gauge(String help, DoubleSupplier value) {}

  private final Map<Requests, LongAdder> requests = new ConcurrentHashMap<>();
  private final Map<Durations, Histogram> durations = new ConcurrentHashMap<>();
  private final Map<Durations, LongAdder> running = new ConcurrentHashMap<>();
  private final Map<String, Gauge> gauges = new TreeMap<>();

  /// Adds a figure that is read when somebody asks.
  public synchronized void gauge(String name, String help, DoubleSupplier value) {
    gauges.put(name, new Gauge(help, value));
  }

  /// Counts a request that is over. Watches and other streams have no duration to speak of.
  ///
  /// @param code 0 when the client left before it was known
  void finished(String verb, ResourcePath path, int code, long nanos) {
    requests
        .computeIfAbsent(
            new Requests(verb, path.group(), path.version(), resource(path), code),
            _ -> new LongAdder())
        .increment();
    if (!verb.equals("watch") && !verb.equals("connect")) {
      Histogram histogram =
          durations.computeIfAbsent(new Durations(verb, resource(path)), _ -> new Histogram());
      double seconds = nanos / 1e9;
      int bucket = 0;
      while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
        bucket++;
      }
      histogram.buckets[bucket].increment();
      histogram.nanos.add(nanos);
    }
  }

  /// Counts a stream until the returned action is run.
  Runnable streaming(String verb, ResourcePath path) {
    LongAdder count =
        running.computeIfAbsent(new Durations(verb, resource(path)), _ -> new LongAdder());
    count.increment();
    return count::decrement;
  }

  private static String resource(ResourcePath path) {
    return path.subresource().isEmpty()
        ? path.resource()
        : path.resource() + "/" + path.subresource();
  }

  String text() {
    StringBuilder out = new StringBuilder();
    head(out, "apiserver_request_total", "counter", "Requests by verb, resource and code.");
    requests.forEach(
        (key, count) ->
            line(
                out,
                "apiserver_request_total",
                List.of(
                    "code", Integer.toString(key.code()),
                    "group", key.group(),
                    "resource", key.resource(),
                    "verb", key.verb().toUpperCase(Locale.ROOT),
                    "version", key.version()),
                (double) count.sum()));
    head(
        out,
        "apiserver_request_duration_seconds",
        "histogram",
        "How long requests took, in seconds.");
    durations.forEach((key, histogram) -> histogram(out, key, histogram));
    head(out, "apiserver_longrunning_requests", "gauge", "Watches and streams that are open.");
    running.forEach(
        (key, count) ->
            line(out, "apiserver_longrunning_requests", labels(key), (double) count.sum()));
    synchronized (this) {
      gauges.forEach(
          (name, gauge) -> {
            head(out, name, "gauge", gauge.help());
            line(out, name, List.of(), gauge.value().getAsDouble());
          });
    }
    return out.toString();
  }

  private static void histogram(StringBuilder out, Durations key, Histogram histogram) {
    String name = "apiserver_request_duration_seconds";
    long count = 0;
    for (int i = 0; i <= BOUNDS.length; i++) {
      count += histogram.buckets[i].sum();
      List<String> labels = new ArrayList<>(labels(key));
      labels.add("le");
      labels.add(i == BOUNDS.length ? "+Inf" : Double.toString(BOUNDS[i]));
      line(out, name + "_bucket", labels, (double) count);
    }
    line(out, name + "_sum", labels(key), histogram.nanos.sum() / 1e9);
    line(out, name + "_count", labels(key), (double) count);
  }

  private static List<String> labels(Durations key) {
    return List.of("resource", key.resource(), "verb", key.verb().toUpperCase(Locale.ROOT));
  }

  private static void head(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(StringBuilder out, String name, List<String> labels, double value) {
    out.append(name);
    for (int i = 0; i < labels.size(); i += 2) {
      out.append(i == 0 ? '{' : ',')
          .append(labels.get(i))
          .append("=\"")
          .append(labels.get(i + 1).replace("\\", "\\\\").replace("\"", "\\\""))
          .append('"');
    }
    out.append(labels.isEmpty() ? " " : "} ");
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.append((long) value);
    } else {
      out.append(value);
    }
    out.append('\n');
  }
}
