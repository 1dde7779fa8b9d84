package dev.gantry.app.cli.system;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.client.Filters;
import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.format.Timestamps;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.template.Template;
import dev.gantry.app.cli.template.TemplateException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// `gantry events`: what happens in the engine, as it happens.
public final class Events implements Command {
  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnnXXX", Locale.ROOT);

  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS]", "Get real time events from the server")
        .aliases("system events", "events")
        .args(Arity.none())
        .flag('f', "filter", FlagType.FILTER, Formats.FILTER)
        .string("format", Formats.INSPECT)
        .string("since", "Show all events created since timestamp")
        .string("until", "Stream events until this timestamp");
  }

  @Override
  public int run(Call call) throws IOException {
    String format = call.flags().string("format");
    Optional<Template> template = template(format);
    ApiPath path =
        ApiPath.of("/events")
            .filters(Filters.of(call.flags().list("filter")))
            .queryUnlessEmpty("since", moment(call.flags().string("since")))
            .queryUnlessEmpty("until", moment(call.flags().string("until")));
    try (EngineClient.Response response = call.engine().get(path)) {
      Json.Stream events = Json.stream(response.body());
      Optional<JsonObject> event = events.next();
      while (event.isPresent()) {
        call.out()
            .println(
                template.isPresent() ? execute(template.get(), event.get()) : line(event.get()));
        call.out().flush();
        event = events.next();
      }
    }
    return 0;
  }

  private static Optional<Template> template(String format) {
    try {
      return format.isEmpty()
          ? Optional.empty()
          : Optional.of(Template.parse(format.equals("json") ? "{{json .}}" : format));
    } catch (TemplateException e) {
      throw new ExitException(64, "Error parsing format: " + e.getMessage());
    }
  }

  private static String execute(Template template, JsonObject event) {
    try {
      return template.execute(event);
    } catch (TemplateException e) {
      throw ExitException.failure(String.valueOf(e.getMessage()));
    }
  }

  private static String moment(String value) {
    try {
      return value.isEmpty() ? "" : Timestamps.parse(value, Instant.now());
    } catch (IllegalArgumentException e) {
      throw ExitException.failure(String.valueOf(e.getMessage()));
    }
  }

  /// `TIME TYPE ACTION ID (key=value, …)`.
  private static String line(JsonObject event) {
    long nanos = event.integer("timeNano");
    Instant time =
        nanos > 0 ? Instant.ofEpochSecond(0, nanos) : Instant.ofEpochSecond(event.integer("time"));
    JsonObject actor = event.object("Actor");
    String attributes =
        new TreeMap<>(actor.object("Attributes").stringMap())
            .entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    return time.atZone(ZoneId.systemDefault()).format(NANOS)
        + " "
        + event.string("Type")
        + " "
        + event.string("Action")
        + " "
        + actor.string("ID")
        + (attributes.isEmpty() ? "" : " (" + attributes + ")");
  }
}
