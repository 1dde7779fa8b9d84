package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonNull;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.files.Piped;
import dev.gantry.app.cli.format.Progress;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/// `gantry build`: an image from a Dockerfile and a directory.
public final class Build implements Command {
  @Override
  public Spec spec() {
    Spec spec =
        Spec.of("[OPTIONS] PATH | URL | -", "Build an image from a Dockerfile")
            .aliases("image build", "build", "builder build")
            .args(Arity.exactly(1))
            .list("add-host", "Add a custom host-to-IP mapping (\"host:ip\")")
            .list("build-arg", "Set build-time variables")
            .flag("cache-from", FlagType.STRINGS, "Images to consider as cache sources")
            .bool("compress", "Compress the build context using gzip")
            .flag('\0', "disable-content-trust", FlagType.BOOL, "true", "Skip image verification")
            .string('f', "file", "Name of the Dockerfile (Default is \"PATH/Dockerfile\")")
            .bool("force-rm", "Always remove intermediate containers")
            .string("iidfile", "Write the image ID to the file")
            .string("isolation", "Container isolation technology")
            .list("label", "Set metadata for an image")
            .bool("no-cache", "Do not use cache when building the image")
            .string("platform", "Set platform if server is multi-platform capable")
            .bool("pull", "Always attempt to pull a newer version of the image")
            .bool('q', "quiet", "Suppress the build output and print image ID on success")
            .flag(
                '\0',
                "rm",
                FlagType.BOOL,
                "true",
                "Remove intermediate containers after a successful build")
            .list('t', "tag", "Name and optionally a tag in the \"name:tag\" format")
            .string("target", "Set the target build stage to build.");
    return BuildLimits.declare(spec);
  }

  @Override
  public int run(Call call) throws IOException {
    Flags flags = call.flags();
    boolean quiet = flags.bool("quiet");
    BuildContext context = BuildContext.open(call.arg(0), flags.string("file"), call.cli().in());
    Map<String, String> headers = new LinkedHashMap<>(RegistryAuth.all(call));
    headers.put("Content-Type", "application/x-tar");
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    PrintStream shown = new PrintStream(kept, true, StandardCharsets.UTF_8);
    String[] imageId = {""};
    Consumer<JsonObject> aux = message -> imageId[0] = message.string("ID");
    Progress progress =
        quiet ? new Progress(shown, false, 0, aux) : ProgressDisplay.on(call, Terminal.STDOUT, aux);
    try (InputStream archive =
            flags.bool("compress") ? compressed(context.archive()) : context.archive();
        EngineClient.Response response =
            call.engine().send("POST", path(call, context), headers, archive)) {
      progress.show(response.body());
    } catch (ExitException e) {
      // What was held back explains the failure.
      call.err().print(kept.toString(StandardCharsets.UTF_8));
      throw e;
    }
    if (quiet) {
      imageId[0] = kept.toString(StandardCharsets.UTF_8);
      call.out().print(imageId[0]);
    }
    writeId(flags, imageId[0].strip());
    return 0;
  }

  private static InputStream compressed(InputStream archive) throws IOException {
    return Piped.of(
        out -> {
          try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            archive.transferTo(gzip);
          }
        });
  }

  private static void writeId(Flags flags, String id) throws IOException {
    Optional<String> file = flags.find("iidfile");
    if (file.isPresent()) {
      if (id.isEmpty()) {
        throw ExitException.failure(
            "server did not provide an image ID. Cannot write " + file.get());
      }
      Files.writeString(Path.of(file.get()), id);
    }
  }

  private static ApiPath path(Call call, BuildContext context) {
    Flags flags = call.flags();
    Map<String, String> environment = call.cli().environment();
    ApiPath path =
        ApiPath.of("/build")
            .query("version", 1)
            .queryUnlessEmpty("dockerfile", context.dockerfile())
            .queryUnlessEmpty("remote", context.remote())
            .flag("q", flags.bool("quiet"))
            .flag("nocache", flags.bool("no-cache"))
            .flag("pull", flags.bool("pull"))
            .flag("forcerm", flags.bool("force-rm"))
            .queryUnlessEmpty("platform", flags.string("platform").toLowerCase(Locale.ROOT))
            .queryUnlessEmpty("target", flags.string("target"));
    if (flags.has("tag")) {
      path.query("t", flags.list("tag"));
    }
    if (!flags.bool("rm")) {
      path.query("rm", 0);
    }
    json(path, "buildargs", arguments(flags.list("build-arg"), environment));
    json(path, "labels", flags.map("label"));
    if (flags.has("cache-from")) {
      path.query("cachefrom", Json.text(flags.list("cache-from")));
    }
    if (flags.has("add-host")) {
      path.query("extrahosts", String.join(",", flags.list("add-host")));
    }
    BuildLimits.addTo(path, flags);
    return path;
  }

  private static void json(ApiPath path, String name, Map<String, ?> map) {
    if (!map.isEmpty()) {
      path.query(name, Json.text(map));
    }
  }

  /// An argument without a value takes ours; one that we do not have either is null.
  private static Map<String, Object> arguments(
      List<String> arguments, Map<String, String> environment) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals >= 0) {
        map.put(argument.substring(0, equals), argument.substring(equals + 1));
      } else {
        String value = environment.get(argument);
        map.put(argument, value == null ? JsonNull.NULL : value);
      }
    }
    return map;
  }
}
