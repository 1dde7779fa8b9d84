package dev.gantry.tests.bench;

import dev.gantry.tests.harness.BusyboxImage;
import dev.gantry.tests.harness.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The floor: crun running `true` in the same root file system, with no engine around it.
final class BareCrun implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path base;
  private int runs;

  private BareCrun(Path base) {
    this.base = base;
  }

  static BareCrun create() {
    try {
      var crun = new BareCrun(Files.createTempDirectory("gt-crun-"));
      crun.build();
      return crun;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void build() throws IOException {
    var rootfs = Files.createDirectory(base.resolve("rootfs"));
    var tar = BusyboxImage.tar().toString();
    Commands.run("tar", "-xf", tar, "-C", rootfs.toString()).orThrow();
    Commands.run("sh", "-c", "cd '" + base + "' && crun spec").orThrow();
    var file = base.resolve("config.json");
    var spec = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
    var process = (ObjectNode) spec.get("process");
    process.put("terminal", false);
    process.putArray("args").add("true");
    process.remove("rlimits");
    Files.write(file, JSON.writeValueAsBytes(spec));
  }

  void run() {
    var id = base.getFileName() + "-" + runs++;
    var state = base.resolve("state").toString();
    Commands.run(List.of("crun", "--root", state, "run", "--bundle", base.toString(), id), Map.of())
        .orThrow();
  }

  @Override
  public void close() {
    Commands.run("rm", "-rf", "--one-file-system", base.toString());
  }
}
