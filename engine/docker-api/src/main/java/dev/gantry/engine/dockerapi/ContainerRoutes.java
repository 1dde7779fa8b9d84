package dev.gantry.engine.dockerapi;

import static dev.gantry.engine.dockerapi.Absent.orEmpty;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gantry.engine.core.ContainerId;
import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.StartContainer;
import dev.gantry.engine.core.StopContainer;
import dev.gantry.engine.runtime.TerminalSize;
import dev.gantry.oci.spec.Platform;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.http.Query;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.Routes;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/containers`: what is asked and answered in one exchange.
final class ContainerRoutes {
  private final Engine engine;

  ContainerRoutes(Engine engine) {
    this.engine = engine;
  }

  void addTo(Routes.Builder routes) {
    routes
        .on("GET", "/containers/json", this::list)
        .on("POST", "/containers/create", this::create)
        .on("POST", "/containers/prune", this::prune)
        .on("GET", "/containers/{id}/json", this::inspect)
        .on("GET", "/containers/{id}/top", this::top)
        .on("POST", "/containers/{id}/start", this::start)
        .on("POST", "/containers/{id}/stop", this::stop)
        .on("POST", "/containers/{id}/restart", this::restart)
        .on("POST", "/containers/{id}/kill", this::kill)
        .on("POST", "/containers/{id}/pause", this::pause)
        .on("POST", "/containers/{id}/unpause", this::unpause)
        .on("POST", "/containers/{id}/rename", this::rename)
        .on("POST", "/containers/{id}/resize", this::resize)
        .on("POST", "/containers/{id}/update", this::update)
        .on("DELETE", "/containers/{id}", this::remove);
  }

  private void list(Request request, Response response) throws IOException {
    var query = request.query();
    boolean size = Parameters.flag(query, "size");
    int limit = Parameters.number(query, "limit").orElse(0);
    var found =
        engine
            .listContainers()
            .run(Parameters.flag(query, "all"), limit, size, Parameters.filters(query));
    var now = engine.now();
    WireJson.send(
        response,
        found.stream().map(details -> ContainerSummary.of(details, engine, now)).toList());
  }

  record CreatedJson(String id, List<String> warnings) {}

  private void create(Request request, Response response) throws IOException, InterruptedException {
    byte[] body = WireJson.requiredBody(request);
    var config = WireJson.parse(body, ContainerConfigJson.class);
    var more = WireJson.parse(body, CreateBody.class);
    var query = request.query();
    var created =
        engine
            .createContainer()
            .run(
                Parameters.text(query, "name"),
                Parameters.text(query, "platform").map(Platform::parse),
                SpecFromWire.spec(config, more));
    WireJson.send(response, 201, new CreatedJson(created.id().value(), created.warnings()));
  }

  private void inspect(Request request, Response response) throws IOException {
    var details =
        engine.inspectContainer().run(id(request), Parameters.flag(request.query(), "size"));
    WireJson.send(response, ContainerJson.of(details, engine.defaultRuntime()));
  }

  record TopJson(List<String> titles, List<List<String>> processes) {}

  private void top(Request request, Response response) throws IOException, InterruptedException {
    String arguments = Parameters.text(request.query(), "ps_args").orElse("-ef");
    var table =
        engine.observeContainer().top(id(request), Arrays.asList(arguments.trim().split("\\s+")));
    WireJson.send(response, new TopJson(table.titles(), table.rows()));
  }

  private void start(Request request, Response response) throws IOException, InterruptedException {
    var outcome = engine.startContainer().run(id(request));
    response.status(outcome == StartContainer.Outcome.STARTED ? 204 : 304).send();
  }

  private void stop(Request request, Response response) throws IOException, InterruptedException {
    var query = request.query();
    var outcome = engine.stopContainer().run(id(request), timeout(query), signal(query));
    response.status(outcome == StopContainer.Outcome.STOPPED ? 204 : 304).send();
  }

  private void restart(Request request, Response response)
      throws IOException, InterruptedException {
    var query = request.query();
    engine.restartContainer().run(id(request), timeout(query), signal(query));
    response.status(204).send();
  }

  private static Optional<Integer> timeout(Query query) {
    return Parameters.number(query, "t");
  }

  private static Optional<String> signal(Query query) {
    return DockerApi.VERSION.get().atLeast(42)
        ? Parameters.text(query, "signal")
        : Optional.empty();
  }

  private void kill(Request request, Response response) throws IOException, InterruptedException {
    engine
        .killContainer()
        .run(id(request), Parameters.text(request.query(), "signal").orElse("SIGKILL"));
    response.status(204).send();
  }

  private void pause(Request request, Response response) throws IOException, InterruptedException {
    engine.pauseContainer().pause(id(request));
    response.status(204).send();
  }

  private void unpause(Request request, Response response)
      throws IOException, InterruptedException {
    engine.pauseContainer().unpause(id(request));
    response.status(204).send();
  }

  private void rename(Request request, Response response) throws IOException, InterruptedException {
    engine.renameContainer().run(id(request), request.query().first("name").orElse(""));
    response.status(204).send();
  }

  private void resize(Request request, Response response) throws IOException {
    engine.observeContainer().resize(id(request), terminalSize(request.query()));
    response.status(200).header("Content-Length", "0").send();
  }

  static TerminalSize terminalSize(Query query) {
    return new TerminalSize(dimension(query, "h"), dimension(query, "w"));
  }

  private static int dimension(Query query, String name) {
    return Parameters.number(query, name)
        .orElseThrow(
            () ->
                new InvalidArgumentException(
                    "strconv.ParseUint: parsing \"\": invalid syntax: " + name));
  }

  record UpdatedJson(@Nullable List<String> warnings) {}

  private void update(Request request, Response response) throws IOException, InterruptedException {
    var changes = WireJson.read(request, HostConfigJson.class);
    var policy = changes.restartPolicy();
    boolean changesPolicy = policy != null && !orEmpty(policy.name()).isEmpty();
    var warnings =
        engine
            .updateContainer()
            .run(
                id(request),
                SpecFromWire.limits(changes),
                changesPolicy ? Optional.of(SpecFromWire.restartPolicy(policy)) : Optional.empty());
    WireJson.send(response, new UpdatedJson(warnings.isEmpty() ? null : warnings));
  }

  private void remove(Request request, Response response) throws IOException, InterruptedException {
    var query = request.query();
    if (Parameters.flag(query, "link")) {
      throw new InvalidArgumentException("removing links is not supported: there are none");
    }
    engine
        .removeContainer()
        .run(id(request), Parameters.flag(query, "force"), Parameters.flag(query, "v"));
    response.status(204).send();
  }

  record PrunedJson(
      @Nullable List<String> containersDeleted,
      @JsonProperty("SpaceReclaimed") long spaceReclaimed) {}

  private void prune(Request request, Response response) throws IOException, InterruptedException {
    var pruned = engine.pruneContainers().run(Parameters.filters(request.query()));
    var ids = pruned.containers().stream().map(ContainerId::value).toList();
    WireJson.send(response, new PrunedJson(ids.isEmpty() ? null : ids, pruned.bytes()));
  }

  static String id(Request request) {
    return request.pathParameter("id");
  }
}
