package dev.gantry.app.cli.command;

import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonIndent;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.template.GoShape;
import dev.gantry.app.cli.template.Template;
import dev.gantry.app.cli.template.TemplateException;
import dev.gantry.platform.errors.GantryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Prints objects whole as indented JSON, or each through a template.
///
/// Objects that could not be had do not stop the others; what went wrong is told at the end.
public final class InspectPrinter {
  private final boolean compact;
  private final Optional<Template> template;
  private final StringBuilder out = new StringBuilder();
  private final List<String> errors = new ArrayList<>();
  private int printed;

  public InspectPrinter(String format) {
    this.compact = format.equals("json");
    boolean whole = format.isEmpty() || format.equals("json");
    try {
      this.template = whole ? Optional.empty() : Optional.of(Template.parse(format));
    } catch (TemplateException e) {
      throw new ExitException(64, "template parsing error: " + e.getMessage());
    }
  }

  /// Gets the JSON of one object.
  public interface Source {
    byte[] fetch(String reference) throws IOException;
  }

  public int print(Call call, List<String> references, Source source) throws IOException {
    for (String reference : references) {
      try {
        add(source.fetch(reference));
      } catch (EngineException | GantryException | ExitException e) {
        errors.add(String.valueOf(e.getMessage()));
      } catch (TemplateException e) {
        errors.add("template parsing error: " + e.getMessage());
      }
    }
    finish(call);
    if (!errors.isEmpty()) {
      throw ExitException.failure(String.join("\n", errors));
    }
    return 0;
  }

  private void add(byte[] json) throws IOException {
    if (template.isPresent()) {
      Object value = Json.parse(json);
      Object data = value instanceof JsonObject object ? GoShape.of(object) : value;
      out.append(template.get().execute(data)).append('\n');
    } else if (compact) {
      out.append(printed == 0 ? "[" : ",").append(new String(json, StandardCharsets.UTF_8).strip());
    } else {
      out.append(printed == 0 ? "[\n    " : ",\n    ");
      out.append(JsonIndent.indent(new String(json, StandardCharsets.UTF_8), 1));
    }
    printed++;
  }

  private void finish(Call call) {
    if (template.isPresent()) {
      call.out().print(out.isEmpty() ? "\n" : out.toString());
    } else {
      String end = compact ? "]\n" : "\n]\n";
      call.out().print(printed == 0 ? "[]\n" : out.append(end).toString());
    }
    call.out().flush();
  }
}
