package dev.gantry.engine.core;

import dev.gantry.oci.content.ContentCheck;
import dev.gantry.oci.spec.ImageId;
import java.util.ArrayList;
import java.util.List;

/// Looks whether records, disk and kernel agree. It changes nothing, and walks all content, so it
/// takes as long as reading it does.
final class IntegrityCheck {
  private final Containers containers;
  private final ContainerRootfs rootfs;
  private final Engine.Parts parts;
  private final ContentCheck content;

  IntegrityCheck(
      Containers containers, ContainerRootfs rootfs, Engine.Parts parts, ContentCheck content) {
    this.containers = containers;
    this.rootfs = rootfs;
    this.parts = parts;
    this.content = content;
  }

  List<String> run() {
    List<String> problems = new ArrayList<>(content.run());
    checkContainers(problems);
    problems.addAll(parts.volumes().check());
    problems.addAll(parts.networks().check());
    return problems;
  }

  private void checkContainers(List<String> problems) {
    containers.setAside().forEach(id -> problems.add("record of " + id + " cannot be read"));
    for (Container container : containers.all()) {
      var record = container.record();
      String name = "container " + record.id().shortForm() + " (" + record.name() + ")";
      if (parts.images().find(ImageId.parse(record.imageId())).isEmpty()
          && record.chainId().isEmpty()) {
        problems.add(name + " has no image");
      }
      if (!container.gone() && !rootfs.exists(record.id())) {
        problems.add(name + " has no layer");
      }
      if (record.state().isAlive() && container.task().isEmpty()) {
        problems.add(name + " should run and has no processes");
      }
    }
  }
}
