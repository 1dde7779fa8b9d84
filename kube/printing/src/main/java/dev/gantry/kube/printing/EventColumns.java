package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Column.number;
import static dev.gantry.kube.printing.Column.text;
import static dev.gantry.kube.printing.Column.timed;

import dev.gantry.kube.objects.KubeObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Events, in either of their two versions.
final class EventColumns {
  private EventColumns() {}

  static final List<Column> EVENTS =
      List.of(
          timed("Last Seen", "Time since it happened last.", EventColumns::lastSeen),
          text("Type", "Normal or Warning.", event -> event.at("type").asString("")),
          text("Reason", "Why, in a word.", event -> event.at("reason").asString("")),
          text("Object", "What it is about.", EventColumns::object),
          text(
                  "Subobject",
                  "The part of the object it is about.",
                  event -> regarding(event).path("fieldPath").asString(""))
              .onlyWide(),
          text("Source", "Who reports it.", EventColumns::source).onlyWide(),
          text(
              "Message",
              "What happened.",
              event -> either(event, "message", "note").asString("").strip()),
          timed("First Seen", "Time since it happened first.", EventColumns::firstSeen).onlyWide(),
          number("Count", "How often it happened.", EventColumns::count).onlyWide(),
          Column.NAME.onlyWide());

  private static JsonNode either(KubeObject event, String core, String events) {
    JsonNode value = event.at(core);
    return value.isMissingNode() ? event.at(events) : value;
  }

  private static JsonNode regarding(KubeObject event) {
    return either(event, "involvedObject", "regarding");
  }

  private static String object(KubeObject event) {
    JsonNode object = regarding(event);
    String kind = object.path("kind").asString("").toLowerCase(Locale.ROOT);
    String name = object.path("name").asString("");
    return name.isEmpty() ? kind : kind + "/" + name;
  }

  private static String source(KubeObject event) {
    JsonNode source = either(event, "source", "deprecatedSource");
    String component =
        Texts.orElse(
            source.path("component"),
            either(event, "reportingComponent", "reportingController").asString(""));
    String host = Texts.orElse(source.path("host"), event.at("reportingInstance").asString(""));
    return host.isEmpty() ? component : component + ", " + host;
  }

  private static String firstSeen(KubeObject event, Instant now) {
    String first = either(event, "firstTimestamp", "deprecatedFirstTimestamp").asString("");
    return Ages.since(Texts.orElse(first, event.at("eventTime").asString("")), now);
  }

  private static String lastSeen(KubeObject event, Instant now) {
    String series = event.at("series", "lastObservedTime").asString("");
    String last = either(event, "lastTimestamp", "deprecatedLastTimestamp").asString("");
    String known = Texts.orElse(series, last);
    return known.isEmpty() ? firstSeen(event, now) : Ages.since(known, now);
  }

  private static int count(KubeObject event) {
    JsonNode series = event.at("series", "count");
    return series.isNumber()
        ? series.asInt()
        : Math.max(1, either(event, "count", "deprecatedCount").asInt(0));
  }
}
