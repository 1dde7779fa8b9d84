package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.client.Json;
import dev.gantry.app.cli.client.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// What the engine says about a path in a container, in the header of an archive request.
///
/// @param mode Go's `os.FileMode`, whose kinds stand in other bits than the kernel's
record PathStat(String name, long size, long mode, String linkTarget) {
  private static final long DIRECTORY = 1L << 31;
  private static final long SYMLINK = 1L << 27;
  private static final String HEADER = "X-Docker-Container-Path-Stat";

  static PathStat of(EngineClient.Response response) throws IOException {
    String header = response.headers().getOrDefault(HEADER, "");
    JsonObject stat = Json.parseObject(Base64.getDecoder().decode(header));
    return new PathStat(
        stat.string("name"), stat.integer("size"), stat.integer("mode"), stat.string("linkTarget"));
  }

  /// Asks about a path; empty when there is nothing.
  static Optional<PathStat> find(EngineClient engine, String container, String path)
      throws IOException {
    ApiPath request = ApiPath.of("/containers/").id(container, "/archive").query("path", path);
    try (EngineClient.Response response = engine.head(request)) {
      return Optional.of(of(response));
    } catch (EngineException e) {
      if (e.notFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  boolean isDirectory() {
    return (mode & DIRECTORY) != 0;
  }

  boolean isSymlink() {
    return (mode & SYMLINK) != 0;
  }

  /// Where a link leads, as a path in the container.
  String resolve(String from) {
    return linkTarget.startsWith("/")
        ? linkTarget
        : Path.of(from).resolveSibling(linkTarget).normalize().toString();
  }
}
