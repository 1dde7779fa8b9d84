package dev.gantry.engine.dockerapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gantry.engine.core.CommitContainer;
import dev.gantry.engine.core.Engine;
import dev.gantry.oci.content.LoadEvent;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.oci.spec.Platform;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.http.Query;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Images in and out: import, load, save, commit.
final class ImageTransferRoutes {
  private final Engine engine;

  ImageTransferRoutes(Engine engine) {
    this.engine = engine;
  }

  void addTo(Routes.Builder routes) {
    routes
        .on("POST", "/images/create", this::create, Routes.UNLIMITED)
        .on("POST", "/images/load", this::load, Routes.UNLIMITED)
        .on("GET", "/images/get", this::saveSeveral)
        .on("GET", "/images/{name:.*}/get", this::saveOne)
        .on("POST", "/commit", this::commit);
  }

  /// Pull and import share a path; which it is depends on `fromImage` and `fromSrc`.
  private void create(Request request, Response response) throws IOException {
    var query = request.query();
    if (Parameters.text(query, "fromImage").isPresent()) {
      throw new NotImplementedException(
          "pull access denied for "
              + query.first("fromImage").orElse("")
              + ": pulling images is not supported yet; use docker import or docker load");
    }
    String source = query.first("fromSrc").orElse("");
    if (!source.equals("-")) {
      throw new NotImplementedException(
          "importing from a URL is not supported: send the archive itself");
    }
    var name = name(query, "repo");
    try (var progress = new ProgressStream(response)) {
      try {
        var image =
            engine
                .importImage()
                .run(
                    request.body(),
                    name,
                    "-",
                    query.first("message").orElse(""),
                    query.all("changes"),
                    Parameters.text(query, "platform").map(Platform::parse));
        progress.send(Map.of("status", image.toString()));
      } catch (GantryException e) {
        if (!progress.fail(e.getMessage())) {
          throw e;
        }
      }
    }
  }

  /// A reference from `repo` (or `name`) and `tag`; a digest alone is no name.
  private static Optional<ImageReference> name(Query query, String parameter) {
    return Parameters.text(query, parameter)
        .map(
            text -> {
              var reference = ImageReference.parse(text);
              if (reference.digest().isPresent()) {
                throw new InvalidArgumentException("cannot import digest reference");
              }
              return Parameters.text(query, "tag")
                  .map(reference::withTag)
                  .orElse(reference)
                  .tagged();
            });
  }

  private void load(Request request, Response response) throws IOException {
    boolean quiet = Parameters.flag(request.query(), "quiet");
    var platform = Parameters.text(request.query(), "platform").map(PlatformJson::parse);
    try (var progress = new ProgressStream(response)) {
      try {
        engine
            .imageArchives()
            .load(request.body(), platform, event -> report(event, quiet, progress));
      } catch (UncheckedIOException gone) {
        throw gone.getCause();
      } catch (GantryException e) {
        if (!progress.fail(e.getMessage())) {
          throw e;
        }
      }
    }
  }

  private void report(LoadEvent event, boolean quiet, ProgressStream progress) {
    try {
      switch (event) {
        case LoadEvent.Unpacking(var layer, long current, long total) -> {
          if (!quiet) {
            progress.send(
                Map.of(
                    "status", "Loading layer",
                    "progressDetail", Map.of("current", current, "total", total),
                    "progress", ProgressBar.of(current, total),
                    "id", layer.digest().shortHex()));
          }
        }
        case LoadEvent.Moved(var name, var from) ->
            progress.send(
                Map.of(
                    "stream",
                    "The image "
                        + name.familiar()
                        + " already exists, renaming the old one with ID "
                        + from
                        + " to empty string\n"));
        case LoadEvent.Loaded(var name, var image) -> {
          engine.images().loaded(image, name.familiar());
          progress.send(Map.of("stream", "Loaded image: " + name.familiar() + "\n"));
        }
        case LoadEvent.LoadedUnnamed(var image) -> {
          engine.images().loaded(image, image.toString());
          progress.send(Map.of("stream", "Loaded image ID: " + image + "\n"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void saveOne(Request request, Response response) throws IOException {
    save(List.of(ImageRoutes.name(request)), response);
  }

  private void saveSeveral(Request request, Response response) throws IOException {
    var names =
        request.query().all("names").stream()
            .flatMap(list -> List.of(list.split(",")).stream())
            .toList();
    if (names.isEmpty()) {
      throw new InvalidArgumentException("no images to save: the parameter names is empty");
    }
    save(names, response);
  }

  private void save(List<String> names, Response response) throws IOException {
    try (var selected = engine.imageArchives().select(names)) {
      response.header("Content-Type", "application/x-tar");
      try (var out = response.stream()) {
        selected.writeTo(out);
      }
      selected.images().forEach(image -> engine.images().saved(image));
    }
  }

  record CommittedJson(@JsonProperty("Id") String id) {}

  private void commit(Request request, Response response) throws IOException, InterruptedException {
    var query = request.query();
    String container =
        Parameters.text(query, "container")
            .orElseThrow(() -> new InvalidArgumentException("container must not be empty"));
    var overrides = WireJson.readOptional(request, ContainerConfigJson.class);
    var image =
        engine
            .commitContainer()
            .run(
                container,
                new CommitContainer.Request(
                    name(query, "repo"),
                    query.first("author").orElse(""),
                    query.first("comment").orElse(""),
                    Parameters.flag(query, "pause", true),
                    query.all("changes"),
                    overrides.map(SpecFromWire::defaults)));
    WireJson.send(response, 201, new CommittedJson(image.toString()));
  }
}
