package dev.gantry.app.cli.system;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Version;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.template.Template;
import dev.gantry.app.cli.template.TemplateException;
import java.io.IOException;
import java.util.List;

/// `gantry info`: the state of the engine.
public final class Info implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS]", "Display system-wide information")
        .aliases("system info", "info")
        .args(Arity.none())
        .string('f', "format", Formats.INSPECT);
  }

  @Override
  public int run(Call call) throws IOException {
    String format = call.flags().string("format");
    JsonObject client =
        JsonObject.create()
            .with("Debug", false)
            .with("Version", Version.VERSION)
            .with("Context", call.cli().contextName())
            .with("Plugins", List.of());
    if (format.isEmpty()) {
      call.out().println("Client:");
      call.out().println(" Version:    " + Version.VERSION);
      call.out().println(" Context:    " + call.cli().contextName());
      call.out().println(" Debug Mode: false\n");
      call.out().println("Server:");
      call.out().flush();
    }
    JsonObject info = call.engine().get(ApiPath.of("/info")).object();
    if (format.isEmpty()) {
      call.out().print(InfoText.of(info));
      call.out().flush();
      info.strings("Warnings").forEach(call.err()::println);
      return 0;
    }
    JsonObject all = JsonObject.create();
    all.fields().putAll(info.fields());
    all.with("ClientInfo", client);
    try {
      String source = format.equals("json") ? "{{json .}}" : format;
      call.out().println(Template.parse(source).execute(all));
    } catch (TemplateException e) {
      throw new ExitException(64, "template parsing error: " + e.getMessage());
    }
    return 0;
  }
}
