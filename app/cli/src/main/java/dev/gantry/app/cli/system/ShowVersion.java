package dev.gantry.app.cli.system;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.client.JsonNull;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Version;
import dev.gantry.app.cli.format.Formats;
import dev.gantry.app.cli.format.TabWriter;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.template.Template;
import dev.gantry.app.cli.template.TemplateException;
import java.io.IOException;
import java.util.Optional;

/// `gantry version`: this program's version and the engine's.
public final class ShowVersion implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS]", "Show the Docker version information")
        .args(Arity.none())
        .string('f', "format", Formats.INSPECT);
  }

  @Override
  public int run(Call call) throws IOException {
    Optional<JsonObject> server = Optional.empty();
    Optional<String> failure = Optional.empty();
    try {
      server = Optional.of(call.engine().get(ApiPath.of("/version")).object());
    } catch (ExitException | EngineException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
    JsonObject all = JsonObject.create().with("Client", client(call, server.isPresent()));
    all.with("Server", server.isPresent() ? server.get() : JsonNull.NULL);
    String format = call.flags().string("format");
    if (format.isEmpty()) {
      print(call, all.object("Client"), server);
    } else {
      try {
        String source = format.equals("json") ? "{{json .}}" : format;
        call.out().println(Template.parse(source).execute(all));
      } catch (TemplateException e) {
        throw new ExitException(64, "template parsing error: " + e.getMessage());
      }
    }
    if (failure.isPresent()) {
      throw ExitException.failure(failure.get());
    }
    return 0;
  }

  private static JsonObject client(Call call, boolean connected) throws IOException {
    String arch = System.getProperty("os.arch");
    return JsonObject.create()
        .with("Version", Version.VERSION)
        .with("ApiVersion", connected ? call.engine().apiVersion() : EngineClient.API_VERSION)
        .with("DefaultAPIVersion", EngineClient.API_VERSION)
        .with("JavaVersion", System.getProperty("java.version"))
        .with("Os", "linux")
        .with("Arch", arch.equals("aarch64") ? "arm64" : arch)
        .with("Context", call.cli().contextName());
  }

  private static void print(Call call, JsonObject client, Optional<JsonObject> server) {
    String api = client.string("ApiVersion");
    boolean downgraded = !api.equals(client.string("DefaultAPIVersion"));
    StringBuilder text = new StringBuilder("Client:\n");
    line(text, " Version:\t", client.string("Version"));
    line(
        text,
        " API version:\t",
        api + (downgraded ? " (downgraded from " + client.string("DefaultAPIVersion") + ")" : ""));
    line(text, " Java version:\t", client.string("JavaVersion"));
    line(text, " OS/Arch:\t", client.string("Os") + "/" + client.string("Arch"));
    line(text, " Context:\t", client.string("Context"));
    server.ifPresent(answer -> server(text, answer));
    call.out().print(TabWriter.align(text.toString(), 20, 1));
    call.out().flush();
  }

  private static void server(StringBuilder text, JsonObject server) {
    String platform = server.object("Platform").string("Name");
    text.append("\nServer:").append(platform.isEmpty() ? "" : " " + platform).append('\n');
    for (JsonObject component : server.objects("Components")) {
      JsonObject details = component.object("Details");
      text.append(' ').append(component.string("Name")).append(":\n");
      line(text, "  Version:\t", component.string("Version"));
      if (!component.string("Name").equals("Engine")) {
        details.fields().keySet().stream()
            .sorted()
            .forEach(key -> line(text, "  " + key + ":\t", details.string(key)));
        continue;
      }
      line(
          text,
          "  API version:\t",
          details.string("ApiVersion")
              + " (minimum version "
              + details.string("MinAPIVersion")
              + ")");
      line(text, "  Go version:\t", details.string("GoVersion"));
      line(text, "  Git commit:\t", details.string("GitCommit"));
      line(text, "  Built:\t", details.string("BuildTime"));
      line(text, "  OS/Arch:\t", details.string("Os") + "/" + details.string("Arch"));
      line(text, "  Experimental:\t", details.string("Experimental"));
    }
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append(label).append(value).append('\n');
  }
}
