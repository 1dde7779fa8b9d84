package dev.gantry.app.cli.format;

import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.ExitException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Shows the engine's progress messages (pull, push, load, import, build).
///
/// On a terminal every id owns a line that is rewritten in place; elsewhere messages follow
/// each other and bars are left out.
public final class Progress {
  private static final int BAR = 50;

  private final PrintStream out;
  private final boolean terminal;
  private final int width;
  private final Consumer<JsonObject> aux;
  private final Map<String, Integer> lines = new HashMap<>();

  /// @param aux takes the `aux` value of messages that have one, such as the id of a built
  ///     image
  public Progress(PrintStream out, boolean terminal, int width, Consumer<JsonObject> aux) {
    this.out = out;
    this.terminal = terminal;
    this.width = width;
    this.aux = aux;
  }

  /// Shows messages to the end of the stream; a message that carries an error ends the command.
  public void show(InputStream messages) throws IOException {
    Json.Stream stream = Json.stream(messages);
    Optional<JsonObject> message = stream.next();
    while (message.isPresent()) {
      show(message.get());
      out.flush();
      message = stream.next();
    }
  }

  private void show(JsonObject message) {
    if (message.has("aux")) {
      aux.accept(message.object("aux"));
      return;
    }
    String id = message.string("id");
    int up = 0;
    if (!id.isEmpty() && (message.has("progressDetail") || message.has("progress"))) {
      boolean known = lines.containsKey(id);
      int line = lines.computeIfAbsent(id, _ -> lines.size());
      if (!known && terminal) {
        out.print('\n');
      }
      up = lines.size() - line;
      if (terminal) {
        out.print("\u001b[" + up + "A");
      }
    } else {
      lines.clear();
    }
    display(message);
    if (!id.isEmpty() && terminal && up > 0) {
      out.print("\u001b[" + up + "B");
    }
  }

  private void display(JsonObject message) {
    if (message.has("errorDetail")) {
      JsonObject detail = message.object("errorDetail");
      int code = (int) detail.integer("code");
      throw new ExitException(code > 0 && code < 256 ? code : 1, detail.string("message"));
    }
    JsonObject detail = message.object("progressDetail");
    boolean hasProgress = message.has("progressDetail");
    String stream = message.string("stream");
    String end = "";
    if (terminal && stream.isEmpty() && hasProgress) {
      out.print("\u001b[2K\r");
      end = "\r";
    } else if (hasProgress && !bar(detail).isEmpty()) {
      return;
    }
    if (message.has("id")) {
      out.print(message.string("id") + ": ");
    }
    String status = message.string("status");
    if (hasProgress && terminal) {
      out.print(status + " " + bar(detail) + end);
    } else if (message.has("progress")) {
      out.print(status + " " + message.string("progress") + end);
    } else if (!stream.isEmpty()) {
      out.print(stream + end);
    } else {
      out.print(status + end + "\n");
    }
  }

  private String bar(JsonObject detail) {
    long current = detail.integer("current");
    long total = detail.integer("total");
    String units = detail.string("units");
    if (current <= 0 && total <= 0) {
      return "";
    }
    if (total <= 0) {
      return units.isEmpty() ? String.format("%8s", Units.size(current)) : current + " " + units;
    }
    int done = Math.min(BAR, (int) ((double) current / total * 100) / 2);
    String box = "";
    if (width > 110) {
      box = "[" + "=".repeat(done) + ">" + " ".repeat(BAR - done) + "] ";
    }
    if (detail.bool("hidecounts")) {
      return box;
    }
    if (!units.isEmpty()) {
      return box + (current > total ? current + " " + units : current + "/" + total + " " + units);
    }
    String numbers = String.format("%8s", Units.size(current));
    return box + (current > total ? numbers : numbers + "/" + Units.size(total));
  }
}
