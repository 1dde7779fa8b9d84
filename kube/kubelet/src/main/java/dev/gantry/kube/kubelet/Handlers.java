package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.Engine;
import dev.gantry.kube.objects.KubeObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Does what probes and hooks ask for: runs a command in the container, asks a server in the
/// pod, or only waits.
final class Handlers {
  private final ContainerCommands commands;

  Handlers(Engine engine) {
    commands = new ContainerCommands(engine);
  }

  /// What came of it.
  ///
  /// @param output what users are told when it failed
  record Outcome(boolean success, String output) {
    static final Outcome SUCCESS = new Outcome(true, "");

    static Outcome failure(String output) {
      return new Outcome(false, output);
    }
  }

  /// Where a handler acts.
  ///
  /// @param containerId the engine's
  record Target(KubeObject pod, ContainerDef container, String containerId, String podIp) {}

  /// Runs the handler; gives up after `timeout`.
  ///
  /// @param handler with one of `exec`, `httpGet`, `tcpSocket`, `grpc` and `sleep`
  Outcome run(Target target, JsonNode handler, Duration timeout) throws InterruptedException {
    try {
      if (handler.has("exec")) {
        return exec(target, handler.path("exec").path("command"), timeout);
      }
      if (handler.has("httpGet")) {
        return httpGet(target, handler.path("httpGet"), timeout);
      }
      if (handler.has("tcpSocket")) {
        return tcp(target, handler.path("tcpSocket"), timeout);
      }
      if (handler.has("grpc")) {
        JsonNode grpc = handler.path("grpc");
        return GrpcHealth.check(
            new InetSocketAddress(target.podIp(), grpc.path("port").asInt(0)),
            grpc.path("service").asString(""),
            timeout);
      }
      if (handler.has("sleep")) {
        Thread.sleep(Duration.ofSeconds(handler.path("sleep").path("seconds").asLong(0)));
        return Outcome.SUCCESS;
      }
    } catch (IllegalArgumentException e) {
      return Outcome.failure(String.valueOf(e.getMessage()));
    }
    return Outcome.failure(
        "handlers of type " + String.join(", ", handler.propertyNames()) + " are not supported");
  }

  private Outcome exec(Target target, JsonNode command, Duration timeout)
      throws InterruptedException {
    List<String> words = command.valueStream().map(word -> word.asString("")).toList();
    var result = commands.run(target.containerId(), words, timeout);
    if (result.timedOut()) {
      return Outcome.failure(
          "command timed out: \"%s\" timed out after %s"
              .formatted(String.join(" ", words), CrashBackoff.text(timeout)));
    }
    return new Outcome(result.exitCode() == 0, result.output());
  }

  private static Outcome httpGet(Target target, JsonNode request, Duration timeout) {
    String host = request.path("host").asString(target.podIp());
    return HttpGet.probe(
        request.path("scheme").asString("HTTP").equals("HTTPS"),
        host.isEmpty() ? target.podIp() : host,
        port(target, request.path("port")),
        request.path("path").asString("/"),
        request.path("httpHeaders"),
        timeout);
  }

  private static Outcome tcp(Target target, JsonNode request, Duration timeout) {
    String host = request.path("host").asString(target.podIp());
    var address =
        new InetSocketAddress(
            host.isEmpty() ? target.podIp() : host, port(target, request.path("port")));
    try (var socket = new Socket()) {
      socket.connect(address, (int) timeout.toMillis());
      return Outcome.SUCCESS;
    } catch (SocketTimeoutException e) {
      return Outcome.failure("dial tcp " + text(address) + ": i/o timeout");
    } catch (IOException e) {
      return Outcome.failure("dial tcp " + text(address) + ": " + problem(e));
    }
  }

  static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  static String problem(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("Connection refused") ? "connect: connection refused" : message;
  }

  /// A port by number, or by the name the container gives it.
  private static int port(Target target, JsonNode port) {
    if (port.isNumber()) {
      return port.asInt(0);
    }
    String name = port.asString("");
    for (JsonNode declared : target.container().at("ports")) {
      if (declared.path("name").asString("").equals(name)) {
        return declared.path("containerPort").asInt(0);
      }
    }
    try {
      return Integer.parseInt(name);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("couldn't find port: " + name, e);
    }
  }
}
