package dev.gantry.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/// Everything an engine's containers leave on a machine, one line each: processes, mounts, network
/// devices, firewall rules and set elements, control groups, files. Two snapshots are compared to
/// find out what leaked in between.
///
/// Control groups are seen only of containers with the engine's own [Engine#cgroupParent], because
/// those of all engines on the machine lie side by side otherwise.
public record Traces(Set<String> lines) {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  public Traces {
    lines = Set.copyOf(lines);
  }

  /// What there is of the engine now, itself and its image store excepted.
  public static Traces of(Engine engine) {
    var lines = new TreeSet<String>();
    var base = engine.base();
    var remains = engine.isRunning() ? Remains.seenBy(engine.pid(), base) : Remains.of(base);
    for (var process : remains.processes()) {
      if (!engine.isRunning() || process.pid() != engine.pid()) {
        Remains.commandLine(process.pid()).ifPresent(words -> lines.add("process " + words));
      }
    }
    remains.mounts().forEach(mount -> lines.add("mount " + mount));
    engine.host().devices().forEach(device -> lines.add("device " + device));
    for (var rule : engine.host().run("nft", "list", "ruleset").lines()) {
      lines.add("nft " + rule.strip());
    }
    addCgroups(lines, engine);
    addFiles(lines, engine.dataRoot().resolve("containers"));
    addFiles(lines, engine.dataRoot().resolve("snapshots/active"));
    addFiles(lines, engine.dataRoot().resolve("snapshots/trash"));
    for (var folder : Set.of("containers", "netns", "runtime/tasks", "runtime/state-crun")) {
      addFiles(lines, engine.execRoot().resolve(folder));
    }
    for (var folder : Set.of("runtime/state-runc", "runtime/pids", "runtime/tmp")) {
      addFiles(lines, engine.execRoot().resolve(folder));
    }
    return new Traces(lines);
  }

  private static void addCgroups(Set<String> lines, Engine engine) {
    addChildren(lines, "cgroup ", CGROUPS.resolve(engine.cgroupParent().substring(1)));
    for (var hierarchy : children(CGROUPS)) {
      addChildren(lines, "cgroup ", hierarchy.resolve(engine.cgroupParent().substring(1)));
    }
  }

  private static void addFiles(Set<String> lines, Path folder) {
    children(folder).forEach(file -> lines.add("file " + file));
  }

  private static void addChildren(Set<String> lines, String kind, Path folder) {
    children(folder).stream().filter(Files::isDirectory).forEach(child -> lines.add(kind + child));
  }

  private static Set<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (var entries = Files.list(folder)) {
      return Set.copyOf(entries.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is here and was not there.
  public Set<String> since(Traces before) {
    var more = new TreeSet<>(lines);
    more.removeAll(before.lines);
    return more;
  }
}
