package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.HostedImages;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.Conditions;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.KubeTimes;
import dev.gantry.kube.objects.ObjectKey;
import dev.gantry.kube.objects.Quantity;
import dev.gantry.oci.content.ImageQuery;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// This node as the API shows it.
final class NodeStatus {
  private static final int MOST_IMAGES = 50;

  private final KubeletConfig config;
  private final HostMachine machine;
  private final HostedImages images;

  NodeStatus(KubeletConfig config, HostMachine machine, HostedImages images) {
    this.config = config;
    this.machine = machine;
    this.images = images;
  }

  Map<String, String> labels() {
    String architecture = HostMachine.architecture();
    Map<String, String> labels = new TreeMap<>();
    labels.put("kubernetes.io/hostname", config.nodeName());
    labels.put("kubernetes.io/arch", architecture);
    labels.put("kubernetes.io/os", "linux");
    labels.put("beta.kubernetes.io/arch", architecture);
    labels.put("beta.kubernetes.io/os", "linux");
    return labels;
  }

  KubeObject fresh() {
    return KubeObject.named(BuiltInKinds.NODE, ObjectKey.clusterScoped(config.nodeName()))
        .edit(
            json -> {
              ObjectNode labels = json.withObject("metadata").putObject("labels");
              labels().forEach(labels::put);
              json.putObject("spec");
            });
  }

  /// The node with its status of now.
  KubeObject apply(KubeObject node, Instant now) {
    return node.edit(
        json -> {
          ObjectNode status = json.withObject("status");
          amounts(status.putObject("capacity"), machine.capacity());
          amounts(status.putObject("allocatable"), machine.allocatable());
          status.set("conditions", conditions(node, now));
          ArrayNode addresses = status.putArray("addresses");
          addresses
              .addObject()
              .put("type", "InternalIP")
              .put("address", config.nodeAddress().getHostAddress());
          addresses.addObject().put("type", "Hostname").put("address", config.nodeName());
          status.putObject("daemonEndpoints").putObject("kubeletEndpoint").put("Port", 0);
          info(status.putObject("nodeInfo"));
          images(status.putArray("images"));
        });
  }

  private static void amounts(ObjectNode json, Map<String, Quantity> amounts) {
    amounts.forEach((name, amount) -> json.put(name, amount.text()));
  }

  private ArrayNode conditions(KubeObject node, Instant now) {
    var conditions = dev.gantry.platform.json.Json.mapper().createArrayNode();
    add(
        node,
        conditions,
        "MemoryPressure",
        machine.isShortOfMemory(),
        now,
        machine.isShortOfMemory()
            ? new String[] {
              "KubeletHasInsufficientMemory", "kubelet has insufficient memory available"
            }
            : new String[] {
              "KubeletHasSufficientMemory", "kubelet has sufficient memory available"
            });
    add(
        node,
        conditions,
        "DiskPressure",
        machine.isShortOfDisk(),
        now,
        machine.isShortOfDisk()
            ? new String[] {"KubeletHasDiskPressure", "kubelet has disk pressure"}
            : new String[] {"KubeletHasNoDiskPressure", "kubelet has no disk pressure"});
    add(
        node,
        conditions,
        "PIDPressure",
        machine.isShortOfProcesses(),
        now,
        machine.isShortOfProcesses()
            ? new String[] {"KubeletHasInsufficientPID", "kubelet has insufficient PID available"}
            : new String[] {"KubeletHasSufficientPID", "kubelet has sufficient PID available"});
    add(
        node,
        conditions,
        "Ready",
        true,
        now,
        new String[] {"KubeletReady", "kubelet is posting ready status"});
    for (JsonNode other : node.status().path("conditions")) {
      String type = other.path("type").asString("");
      if (conditions.valueStream().noneMatch(c -> c.path("type").asString("").equals(type))) {
        conditions.add(other);
      }
    }
    return conditions;
  }

  private static void add(
      KubeObject node,
      ArrayNode conditions,
      String type,
      boolean holds,
      Instant now,
      String[] why) {
    String status = holds ? "True" : "False";
    var before = Conditions.find(node, type);
    boolean same = before.filter(b -> b.path("status").asString("").equals(status)).isPresent();
    conditions
        .addObject()
        .put("type", type)
        .put("status", status)
        .put("lastHeartbeatTime", KubeTimes.seconds(now))
        .put(
            "lastTransitionTime",
            same ? before.get().path("lastTransitionTime").asString("") : KubeTimes.seconds(now))
        .put("reason", why[0])
        .put("message", why[1]);
  }

  private void info(ObjectNode info) {
    info.put("machineID", HostMachine.machineId())
        .put("systemUUID", HostMachine.systemUuid())
        .put("bootID", HostMachine.bootId())
        .put("kernelVersion", System.getProperty("os.version", ""))
        .put("osImage", HostMachine.osImage())
        .put("containerRuntimeVersion", "gantry://" + config.version().replaceFirst("^v", ""))
        .put("kubeletVersion", config.version())
        .put("kubeProxyVersion", "")
        .put("operatingSystem", "linux")
        .put("architecture", HostMachine.architecture());
  }

  private void images(ArrayNode list) {
    images.list(ImageQuery.shown()).stream()
        .sorted(Comparator.comparingLong(summary -> -summary.image().size()))
        .limit(MOST_IMAGES)
        .forEach(
            summary -> {
              ObjectNode image = list.addObject();
              ArrayNode names = image.putArray("names");
              summary.digests().forEach(digest -> names.add(digest.toString()));
              summary.tags().forEach(tag -> names.add(tag.toString()));
              image.put("sizeBytes", summary.image().size());
            });
  }
}
