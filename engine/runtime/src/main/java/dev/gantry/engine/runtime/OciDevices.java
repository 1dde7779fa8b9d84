package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The device nodes of a task and the rules of its devices cgroup.
final class OciDevices {
  private static final Pattern RULE =
      Pattern.compile("([abc]) ([0-9]+|\\*):([0-9]+|\\*) ([rwm]{1,3})");

  /// `/dev/null`, `zero`, `full`, `random`, `urandom`, `tty`, `console`, `ptmx` and the
  /// pseudo terminals; and making any node, which cannot be opened then.
  private static final List<String> STANDARD =
      List.of(
          "c *:* m",
          "b *:* m",
          "c 1:3 rwm",
          "c 1:5 rwm",
          "c 1:7 rwm",
          "c 1:8 rwm",
          "c 1:9 rwm",
          "c 5:0 rwm",
          "c 5:1 rwm",
          "c 5:2 rwm",
          "c 136:* rwm");

  private final ArrayNode nodes;
  private final ArrayNode rules;

  private OciDevices(ArrayNode nodes, ArrayNode rules) {
    this.nodes = nodes;
    this.rules = rules;
  }

  /// Adds to the `linux` object, whose `resources` are there already.
  static void add(ObjectNode linux, ObjectNode resources, SecuritySpec security) {
    var devices = new OciDevices(linux.putArray("devices"), resources.putArray("devices"));
    if (security.privileged()) {
      devices.addEverything();
    } else {
      devices.rules.addObject().put("allow", false).put("access", "rwm");
      STANDARD.forEach(devices::addRule);
    }
    security.devices().forEach(devices::addDevice);
    security.deviceRules().forEach(devices::addRule);
  }

  private void addEverything() {
    rules.addObject().put("allow", true).put("access", "rwm");
    for (DeviceNode node : DeviceNode.below(Path.of("/dev"))) {
      addNode(node, node.path().toString());
    }
  }

  private void addDevice(DeviceSpec device) {
    var found = DeviceNode.find(device.hostPath());
    if (found.isPresent()) {
      addDevice(found.get(), device.containerPath(), device.access());
      return;
    }
    var below =
        Files.isDirectory(device.hostPath())
            ? DeviceNode.below(device.hostPath())
            : List.<DeviceNode>of();
    if (below.isEmpty()) {
      throw new InvalidArgumentException(
          "error gathering device information while adding custom device \""
              + device.hostPath()
              + "\": "
              + (Files.exists(device.hostPath())
                  ? "not a device node"
                  : "no such file or directory"));
    }
    for (DeviceNode node : below) {
      String name = device.hostPath().relativize(node.path()).toString();
      addDevice(node, device.containerPath() + "/" + name, device.access());
    }
  }

  private void addDevice(DeviceNode node, String path, String access) {
    addNode(node, path);
    rules
        .addObject()
        .put("allow", true)
        .put("type", node.type())
        .put("major", node.major())
        .put("minor", node.minor())
        .put("access", access);
  }

  private void addNode(DeviceNode node, String path) {
    nodes
        .addObject()
        .put("path", path)
        .put("type", node.type())
        .put("major", node.major())
        .put("minor", node.minor())
        .put("fileMode", node.permissions())
        .put("uid", node.uid())
        .put("gid", node.gid());
  }

  private void addRule(String text) {
    var rule = RULE.matcher(text);
    if (!rule.matches()) {
      throw new InvalidArgumentException("invalid device cgroup rule format: '" + text + "'");
    }
    var json = rules.addObject().put("allow", true).put("type", rule.group(1));
    putNumber(json, "major", rule.group(2));
    putNumber(json, "minor", rule.group(3));
    json.put("access", rule.group(4));
  }

  private static void putNumber(ObjectNode json, String name, String number) {
    if (!number.equals("*")) {
      json.put(name, Long.parseLong(number));
    }
  }
}
