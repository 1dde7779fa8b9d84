package dev.gantry.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Makes engines that nothing else on the machine can meet.
public final class Engines {
  private Engines() {}

  /// The engine the tests are about: `gantry`, or `dockerd` with `-Dgantry.test.engine=dockerd`.
  /// It is not started yet.
  public static Engine underTest() {
    return switch (System.getProperty("gantry.test.engine", "gantry")) {
      case "gantry" -> gantry();
      case "dockerd" -> dockerd();
      case String other -> throw new IllegalArgumentException("no engine is called " + other);
    };
  }

  public static Engine gantry() {
    return gantryWithin(List.of());
  }

  /// Gantry as the child of a program, which must become what it is told to run: `unshare --mount`,
  /// for instance.
  public static Engine gantryWithin(List<String> surroundings) {
    return new GantryEngine(
        base("gantry"),
        TestHost.create(),
        surroundings,
        List.of("--bridge=gantry0", "--bip=172.30.0.1/24"),
        Optional.empty());
  }

  /// Gantry as a cluster of one node, on the real machine's network.
  public static Engine cluster() {
    long pid = ProcessHandle.current().pid();
    return new GantryEngine(
        base("cluster"),
        TestHost.machine(),
        List.of(),
        List.of("--bridge=gtc" + pid, "--bip=10.214.%d.1/24".formatted(pid % 250)),
        Optional.of(freePort()));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Engine dockerd() {
    return new DockerdEngine(base("dockerd"), TestHost.create());
  }

  public static Engine podman() {
    return new PodmanEngine(base("podman"), TestHost.create());
  }

  /// Short, as a socket's path may have 107 bytes at most.
  private static Path base(String engine) {
    try {
      return Files.createTempDirectory("gt-" + engine + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
