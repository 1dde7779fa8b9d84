package dev.gantry.engine.dockerapi;

import static dev.gantry.engine.dockerapi.Absent.orEmpty;
import static dev.gantry.engine.dockerapi.Absent.orFalse;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.Execs;
import dev.gantry.engine.runtime.ExecSession;
import dev.gantry.engine.runtime.OutputChannel;
import dev.gantry.engine.runtime.TerminalSize;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.http.RawStream;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.Routes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/exec`: commands inside running containers.
final class ExecRoutes {
  private final Engine engine;

  ExecRoutes(Engine engine) {
    this.engine = engine;
  }

  void addTo(Routes.Builder routes) {
    routes
        .on("POST", "/containers/{id}/exec", this::create)
        .on("POST", "/exec/{id}/start", this::start)
        .on("POST", "/exec/{id}/resize", this::resize)
        .on("GET", "/exec/{id}/json", this::inspect);
  }

  record CreateExecJson(
      @Nullable String user,
      @Nullable Boolean privileged,
      @Nullable Boolean tty,
      @Nullable List<Integer> consoleSize,
      @Nullable Boolean attachStdin,
      @Nullable Boolean attachStderr,
      @Nullable Boolean attachStdout,
      @Nullable String detachKeys,
      @Nullable List<String> env,
      @Nullable String workingDir,
      @Nullable List<String> cmd) {}

  record CreatedExecJson(String id) {}

  private void create(Request request, Response response) throws IOException {
    var body = WireJson.read(request, CreateExecJson.class);
    var size = ConsoleSize.of(body.consoleSize());
    String keys = orEmpty(body.detachKeys());
    DetachKeys.parse(keys);
    String id =
        engine
            .execs()
            .create(
                ContainerRoutes.id(request),
                new Execs.Request(
                    orEmpty(body.cmd()),
                    orEmpty(body.env()),
                    orEmpty(body.user()),
                    orEmpty(body.workingDir()),
                    orFalse(body.tty()),
                    orFalse(body.privileged()),
                    orFalse(body.attachStdin()),
                    orFalse(body.attachStdout()),
                    orFalse(body.attachStderr()),
                    keys,
                    size.rows(),
                    size.columns()));
    WireJson.send(response, 201, new CreatedExecJson(id));
  }

  record StartExecJson(
      @Nullable Boolean detach, @Nullable Boolean tty, @Nullable List<Integer> consoleSize) {}

  private void start(Request request, Response response) throws IOException, InterruptedException {
    String id = ContainerRoutes.id(request);
    var body =
        WireJson.readOptional(request, StartExecJson.class)
            .orElseGet(() -> new StartExecJson(null, null, null));
    var exec = engine.execs().prepare(id);
    var size = size(body, exec.request());
    if (orFalse(body.detach())) {
      switch (engine.execs().start(id, true, size)) {
        case Execs.Started.Running(var session) -> session.close();
        case Execs.Started.Failed(String message) -> throw new InvalidArgumentException(message);
      }
      response.status(200).header("Content-Length", "0").send();
      return;
    }
    boolean terminal = exec.request().terminal();
    try (RawStream client = Hijack.open(request, response, terminal)) {
      var frames = new OutputFrames(client.output(), !terminal);
      try {
        switch (engine.execs().start(id, false, size)) {
          case Execs.Started.Running(var session) -> attach(exec, session, client, frames);
          case Execs.Started.Failed(String message) -> say(frames, message);
        }
      } catch (GantryException e) {
        // The connection is a stream already: failures go the way of output.
        say(frames, e.getMessage());
      }
    }
  }

  private static TerminalSize size(StartExecJson body, Execs.Request request) {
    var size = ConsoleSize.of(body.consoleSize());
    return size.equals(TerminalSize.UNSET)
        ? new TerminalSize(request.consoleRows(), request.consoleColumns())
        : size;
  }

  private void attach(Execs.View exec, ExecSession session, RawStream client, OutputFrames frames)
      throws IOException, InterruptedException {
    var request = exec.request();
    var channels =
        new StreamBridge.Channels(
            request.attachStdin(), request.attachStdout(), request.attachStderr());
    var keys =
        request.terminal() && request.attachStdin()
            ? Optional.of(DetachKeys.parse(request.detachKeys()))
            : Optional.<DetachKeys>empty();
    try (session) {
      if (new StreamBridge(client, session, frames, channels, keys).run()) {
        engine.execs().detached(exec.id());
      }
    }
  }

  private static void say(OutputFrames frames, String message) throws IOException {
    frames.write(OutputChannel.STDOUT, (message + "\r\n").getBytes(UTF_8));
    frames.flush();
  }

  private void resize(Request request, Response response) throws IOException {
    engine
        .execs()
        .resize(ContainerRoutes.id(request), ContainerRoutes.terminalSize(request.query()));
    response.status(200).header("Content-Length", "0").send();
  }

  record ExecJson(
      @JsonProperty("ID") String id,
      boolean running,
      @Nullable Integer exitCode,
      ProcessConfigJson processConfig,
      boolean openStdin,
      boolean openStderr,
      boolean openStdout,
      boolean canRemove,
      @JsonProperty("ContainerID") String containerId,
      String detachKeys,
      int pid) {}

  /// The one object that Docker writes in lower case.
  record ProcessConfigJson(
      @JsonProperty("tty") boolean tty,
      @JsonProperty("entrypoint") String entrypoint,
      @JsonProperty("arguments") List<String> arguments,
      @JsonProperty("privileged") boolean privileged,
      @JsonProperty("user")
          @com.fasterxml.jackson.annotation.JsonInclude(
              com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY)
          String user) {}

  private void inspect(Request request, Response response) throws IOException {
    var exec = engine.execs().inspect(ContainerRoutes.id(request));
    var asked = exec.request();
    var code = exec.exitCode();
    WireJson.send(
        response,
        new ExecJson(
            exec.id(),
            exec.running(),
            code.isPresent() ? code.getAsInt() : null,
            new ProcessConfigJson(
                asked.terminal(),
                asked.command().getFirst(),
                asked.command().subList(1, asked.command().size()),
                asked.privileged(),
                asked.user()),
            asked.attachStdin(),
            asked.attachStderr(),
            asked.attachStdout(),
            false,
            exec.container().value(),
            asked.detachKeys(),
            exec.pid()));
  }
}
