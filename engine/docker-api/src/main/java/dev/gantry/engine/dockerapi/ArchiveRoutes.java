package dev.gantry.engine.dockerapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gantry.engine.core.ContainerFiles.PathStat;
import dev.gantry.engine.core.Engine;
import dev.gantry.engine.snapshots.Change;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.Routes;
import dev.gantry.platform.linux.FileStat;
import java.io.IOException;
import java.util.Base64;

/// `/containers/{id}`: files in and out.
final class ArchiveRoutes {
  private static final String TAR = "application/x-tar";

  private final Engine engine;

  ArchiveRoutes(Engine engine) {
    this.engine = engine;
  }

  void addTo(Routes.Builder routes) {
    routes
        .on("HEAD", "/containers/{id}/archive", this::stat)
        .on("GET", "/containers/{id}/archive", this::read)
        .on("PUT", "/containers/{id}/archive", this::write, Routes.UNLIMITED)
        .on("GET", "/containers/{id}/export", this::export)
        .on("GET", "/containers/{id}/changes", this::changes);
  }

  private static String path(Request request) {
    String path = request.query().first("path").orElse("");
    if (path.isEmpty()) {
      throw new InvalidArgumentException("invalid empty path: path cannot be empty");
    }
    return path;
  }

  private void stat(Request request, Response response) throws IOException, InterruptedException {
    var stat = engine.containerFiles().stat(ContainerRoutes.id(request), path(request));
    response.header("X-Docker-Container-Path-Stat", encode(stat)).send();
  }

  private void read(Request request, Response response) throws IOException, InterruptedException {
    engine
        .containerFiles()
        .read(
            ContainerRoutes.id(request),
            path(request),
            content -> {
              response
                  .header("X-Docker-Container-Path-Stat", encode(content.stat()))
                  .header("Content-Type", TAR);
              try (var out = response.stream()) {
                content.writeTo(out);
              }
            });
  }

  private void write(Request request, Response response) throws IOException, InterruptedException {
    var query = request.query();
    engine
        .containerFiles()
        .write(
            ContainerRoutes.id(request),
            path(request),
            request.body(),
            Parameters.flag(query, "noOverwriteDirNonDir"),
            Parameters.flag(query, "copyUIDGID"));
    response.status(200).header("Content-Length", "0").send();
  }

  private void export(Request request, Response response) throws IOException, InterruptedException {
    String id = ContainerRoutes.id(request);
    engine.observeContainer().record(id);
    response.header("Content-Type", "application/octet-stream");
    try (var out = response.stream()) {
      engine.containerFiles().export(id, out);
    }
  }

  record ChangeJson(String path, int kind) {
    static ChangeJson of(Change change) {
      return new ChangeJson(
          change.path(),
          switch (change.kind()) {
            case MODIFIED -> 0;
            case ADDED -> 1;
            case DELETED -> 2;
          });
    }
  }

  private void changes(Request request, Response response) throws IOException {
    var changes = engine.containerFiles().changes(ContainerRoutes.id(request));
    if (changes.isEmpty()) {
      response.header("Content-Type", "application/json").send("null\n".getBytes(UTF_8));
    } else {
      WireJson.send(response, changes.stream().map(ChangeJson::of).toList());
    }
  }

  record StatJson(
      @JsonProperty("name") String name,
      @JsonProperty("size") long size,
      @JsonProperty("mode") long mode,
      @JsonProperty("mtime") String mtime,
      @JsonProperty("linkTarget") String linkTarget) {}

  private static String encode(PathStat path) {
    var stat = path.stat();
    byte[] json =
        WireJson.bytes(
            new StatJson(
                path.name(),
                stat.size(),
                goMode(stat),
                Times.format(stat.modified()),
                path.linkTarget()));
    return Base64.getEncoder().encodeToString(json);
  }

  /// The mode as Go's `os.FileMode` has it, which is not the kernel's.
  static long goMode(FileStat stat) {
    int permissions = stat.permissions();
    long mode = permissions & 0777;
    mode |= (permissions & 04000) != 0 ? 1L << 23 : 0;
    mode |= (permissions & 02000) != 0 ? 1L << 22 : 0;
    mode |= (permissions & 01000) != 0 ? 1L << 20 : 0;
    return mode
        | switch (stat.type()) {
          case DIRECTORY -> 1L << 31;
          case SYMBOLIC_LINK -> 1L << 27;
          case BLOCK_DEVICE -> 1L << 26;
          case CHARACTER_DEVICE -> 1L << 26 | 1L << 21;
          case FIFO -> 1L << 25;
          case SOCKET -> 1L << 24;
          case REGULAR, UNKNOWN -> 0;
        };
  }
}
