package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// The `linux.resources` object of the OCI runtime specification, for a new task and for an
/// update. What this machine cannot limit is left out with a warning, as docker does.
final class OciResources {
  private static final Logger LOG = LoggerFactory.getLogger(OciResources.class);

  private final CgroupLayout layout;
  private final String id;

  OciResources(CgroupLayout layout, String id) {
    this.layout = layout;
    this.id = id;
  }

  ObjectNode of(Resources resources) {
    var json = Json.mapper().createObjectNode();
    addMemory(json, resources.memory());
    addCpu(json, resources.cpu());
    if (resources.pids() > 0) {
      json.putObject("pids").put("limit", resources.pids());
    } else if (resources.pids() < 0) {
      json.putObject("pids").put("limit", -1);
    }
    addBlockIo(json, resources.blockIo());
    return json;
  }

  private void addMemory(ObjectNode resources, Resources.Memory memory) {
    var json = Json.mapper().createObjectNode();
    putPositive(json, "limit", memory.limit());
    putPositive(json, "reservation", memory.reservation());
    if (memory.swap() != 0 && supported(layout.limitsSwap(), "swap")) {
      json.put("swap", memory.swap());
    }
    if (memory.swappiness().isPresent() && supported(layout.limitsSwappiness(), "swappiness")) {
      json.put("swappiness", memory.swappiness().getAsInt());
    }
    if (memory.disableOomKiller() && supported(!layout.unified(), "disabling the OOM killer")) {
      json.put("disableOOMKiller", true);
    }
    putIfAny(resources, "memory", json);
  }

  private static void addCpu(ObjectNode resources, Resources.Cpu cpu) {
    var json = Json.mapper().createObjectNode();
    putPositive(json, "shares", cpu.shares());
    if (cpu.quota() != 0) {
      json.put("quota", cpu.quota());
    }
    putPositive(json, "period", cpu.period());
    putPositive(json, "realtimeRuntime", cpu.realtimeRuntime());
    putPositive(json, "realtimePeriod", cpu.realtimePeriod());
    putText(json, "cpus", cpu.cpus());
    putText(json, "mems", cpu.mems());
    putIfAny(resources, "cpu", json);
  }

  private void addBlockIo(ObjectNode resources, Resources.BlockIo io) {
    var json = Json.mapper().createObjectNode();
    boolean weighed = io.weight() != 0 || !io.weightedDevices().isEmpty();
    if (weighed && supported(layout.weighsBlockIo(), "block IO weight")) {
      putPositive(json, "weight", io.weight());
      var devices = json.putArray("weightDevice");
      for (var device : io.weightedDevices()) {
        withNumbers(devices.addObject(), device.device()).put("weight", device.weight());
      }
    }
    addThrottles(json, "throttleReadBpsDevice", io.readBytesPerSecond());
    addThrottles(json, "throttleWriteBpsDevice", io.writeBytesPerSecond());
    addThrottles(json, "throttleReadIOPSDevice", io.readsPerSecond());
    addThrottles(json, "throttleWriteIOPSDevice", io.writesPerSecond());
    putIfAny(resources, "blockIO", json);
  }

  private static void addThrottles(
      ObjectNode json, String name, List<Resources.Throttle> throttles) {
    if (throttles.isEmpty()) {
      return;
    }
    var array = json.putArray(name);
    for (var throttle : throttles) {
      withNumbers(array.addObject(), throttle.device()).put("rate", throttle.rate());
    }
  }

  private static ObjectNode withNumbers(ObjectNode json, Path device) {
    var node =
        DeviceNode.find(device)
            .orElseThrow(() -> new InvalidArgumentException("no such device: " + device));
    return json.put("major", node.major()).put("minor", node.minor());
  }

  private boolean supported(boolean possible, String what) {
    if (!possible) {
      LOG.warn("this kernel does not support {}, limit discarded task={}", what, id);
    }
    return possible;
  }

  private static void putPositive(ObjectNode json, String name, long value) {
    if (value > 0) {
      json.put(name, value);
    }
  }

  private static void putText(ObjectNode json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }

  private static void putIfAny(ObjectNode parent, String name, ObjectNode child) {
    if (!child.isEmpty()) {
      parent.set(name, child);
    }
  }
}
