package dev.gantry.engine.dockerapi;

import static dev.gantry.engine.dockerapi.Absent.orEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gantry.engine.core.Engine;
import dev.gantry.engine.volumes.Volume;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.Routes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/volumes`.
final class VolumeRoutes {
  private static final Set<String> KEYS = Set.of("dangling", "driver", "label", "name");
  private static final Set<String> PRUNE_KEYS = Set.of("all", "label", "label!");

  private final Engine engine;

  VolumeRoutes(Engine engine) {
    this.engine = engine;
  }

  void addTo(Routes.Builder routes) {
    routes
        .on("GET", "/volumes", this::list)
        .on("POST", "/volumes/create", this::create)
        .on("POST", "/volumes/prune", this::prune)
        .on("GET", "/volumes/{name}", this::inspect)
        .on("DELETE", "/volumes/{name}", this::remove);
  }

  record VolumeJson(
      String createdAt,
      String driver,
      @Nullable Map<String, String> labels,
      String mountpoint,
      String name,
      @Nullable Map<String, String> options,
      String scope) {
    static VolumeJson of(Volume volume) {
      return new VolumeJson(
          Times.format(volume.created().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)),
          Volume.DRIVER,
          volume.labels().isEmpty() ? null : volume.labels(),
          volume.data().toString(),
          volume.name(),
          volume.options().isEmpty() ? null : volume.options(),
          "local");
    }
  }

  record VolumesJson(List<VolumeJson> volumes, @Nullable List<String> warnings) {}

  private void list(Request request, Response response) throws IOException {
    var filters = Parameters.filters(request.query()).accept(KEYS);
    var found = engine.volumes().list(filters).stream().map(VolumeJson::of).toList();
    WireJson.send(response, new VolumesJson(found, null));
  }

  record CreateVolumeJson(
      @Nullable String name,
      @Nullable String driver,
      @Nullable Map<String, String> driverOpts,
      @Nullable Map<String, String> labels,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object clusterVolumeSpec) {}

  private void create(Request request, Response response) throws IOException {
    var body = WireJson.read(request, CreateVolumeJson.class);
    String driver = orEmpty(body.driver());
    if (!driver.isEmpty() && !driver.equals(Volume.DRIVER)) {
      throw new NotImplementedException("volume driver \"" + driver + "\" is not supported");
    }
    var volume =
        engine
            .volumes()
            .create(orEmpty(body.name()), orEmpty(body.labels()), orEmpty(body.driverOpts()));
    WireJson.send(response, 201, VolumeJson.of(volume));
  }

  private void inspect(Request request, Response response) throws IOException {
    WireJson.send(response, VolumeJson.of(engine.volumes().get(request.pathParameter("name"))));
  }

  private void remove(Request request, Response response) throws IOException {
    engine
        .volumes()
        .remove(request.pathParameter("name"), Parameters.flag(request.query(), "force"));
    response.status(204).send();
  }

  record PrunedJson(@Nullable List<String> volumesDeleted, long spaceReclaimed) {}

  private void prune(Request request, Response response) throws IOException {
    var filters = Parameters.filters(request.query()).accept(PRUNE_KEYS);
    // Before 1.42 all unused volumes went, since then only those nobody named.
    boolean all = !DockerApi.VERSION.get().atLeast(42) || filters.truth("all").orElse(false);
    var pruned = engine.volumes().prune(filters, all);
    WireJson.send(
        response, new PrunedJson(pruned.names().isEmpty() ? null : pruned.names(), pruned.bytes()));
  }
}
