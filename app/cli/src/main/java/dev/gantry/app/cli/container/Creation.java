package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.image.ImagePull;
import dev.gantry.app.cli.terminal.Terminal;
import dev.gantry.oci.spec.ImageReference;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Creates a container, pulling its image first when it must.
final class Creation {
  private final Call call;
  private final JsonObject body;

  Creation(Call call, JsonObject body) {
    this.call = call;
    this.body = body;
  }

  /// The id of the new container. Warnings go to standard error, the id into the `--cidfile`.
  String create() throws IOException {
    Flags flags = call.flags();
    String image = body.string("Image");
    // A name that cannot be is refused before the engine is asked.
    ImageReference.parse(image);
    checkVersion();
    String pull = flags.string("pull");
    Optional<Path> idFile = flags.find("cidfile").map(Path::of);
    idFile.ifPresent(Creation::reserve);
    boolean created = false;
    try {
      if (pull.equals("always")) {
        pullImage(image);
      }
      JsonObject answer = createOrPull(image, pull);
      for (String warning : answer.strings("Warnings")) {
        call.err().println("WARNING: " + warning);
      }
      String id = answer.string("Id");
      if (idFile.isPresent()) {
        Files.writeString(idFile.get(), id);
      }
      created = true;
      return id;
    } finally {
      if (!created && idFile.isPresent()) {
        Files.deleteIfExists(idFile.get());
      }
    }
  }

  /// Older engines would silently ignore an address they do not know of.
  private void checkVersion() throws IOException {
    JsonObject endpoints = body.object("NetworkingConfig").object("EndpointsConfig");
    boolean addressed =
        endpoints.fields().keySet().stream()
            .anyMatch(name -> !endpoints.object(name).string("MacAddress").isEmpty());
    if (addressed && !call.engine().speaks("1.44")) {
      throw ExitException.failure(
          "\"specify mac-address per network\" requires API version 1.44, but the Docker daemon API"
              + " version is "
              + call.engine().apiVersion());
    }
  }

  private JsonObject createOrPull(String image, String pull) throws IOException {
    try {
      return post();
    } catch (EngineException e) {
      if (!e.notFound() || !pull.equals("missing") || !e.reason().contains("No such image")) {
        throw e;
      }
      if (!call.flags().bool("quiet")) {
        String name = ImageReference.parse(image).tagged().familiar();
        call.err().println("Unable to find image '" + name + "' locally");
      }
      pullImage(image);
      return post();
    }
  }

  private JsonObject post() throws IOException {
    ApiPath path =
        ApiPath.of("/containers/create")
            .queryUnlessEmpty("name", call.flags().string("name"))
            .queryUnlessEmpty("platform", call.flags().string("platform"));
    return call.engine().post(path, body).object();
  }

  private void pullImage(String image) throws IOException {
    ImagePull.quiet(call, call.flags().bool("quiet"))
        .pull(
            ImageReference.parse(image).tagged(), call.flags().string("platform"), Terminal.STDERR);
  }

  private static void reserve(Path file) {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException _) {
      throw new IllegalArgumentException(
          "container ID file found, make sure the other container isn't running or delete " + file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "failed to create the container ID file: " + e.getMessage(), e);
    }
  }

  /// The body for a call's flags and arguments; mistakes end the command with docker's status.
  static JsonObject body(Call call) throws IOException {
    String pull = call.flags().string("pull");
    if (!List.of("always", "missing", "never", "").contains(pull)) {
      throw call.failure(
          125,
          "invalid pull option: '"
              + pull
              + "': must be one of \"always\", \"missing\" or \"never\"");
    }
    if (call.flags().bool("use-api-socket")) {
      throw call.failure(125, "--use-api-socket is not supported");
    }
    try {
      return ContainerConfig.of(call.flags(), call.args(), call.cli().environment());
    } catch (IllegalArgumentException e) {
      throw call.failure(125, String.valueOf(e.getMessage()));
    }
  }
}
