package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Column.text;

import dev.gantry.kube.objects.KubeObject;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Nodes, and what is told about them.
final class NodeColumns {
  private static final String ROLE_PREFIX = "node-role.kubernetes.io/";

  private NodeColumns() {}

  static final List<Column> NODES =
      List.of(
          Column.NAME,
          text("Status", "Whether the node is ready and takes pods.", NodeColumns::status),
          text("Roles", "What the node is for.", NodeColumns::roles),
          Column.AGE,
          text("Version", "Version of the node's agent.", node -> info(node, "kubeletVersion", "")),
          text("Internal-IP", "Address inside the cluster.", node -> address(node, "InternalIP"))
              .onlyWide(),
          text("External-IP", "Address outside the cluster.", node -> address(node, "ExternalIP"))
              .onlyWide(),
          text("OS-Image", "Operating system.", node -> info(node, "osImage", Texts.UNKNOWN))
              .onlyWide(),
          text(
                  "Kernel-Version",
                  "Version of the kernel.",
                  node -> info(node, "kernelVersion", Texts.UNKNOWN))
              .onlyWide(),
          text(
                  "Container-Runtime",
                  "What runs containers, and its version.",
                  node -> info(node, "containerRuntimeVersion", Texts.UNKNOWN))
              .onlyWide());

  private static String info(KubeObject node, String field, String absent) {
    return Texts.orElse(node.at("status", "nodeInfo", field), absent);
  }

  private static String status(KubeObject node) {
    String ready =
        Texts.items(node.status().path("conditions"))
            .filter(condition -> condition.path("type").asString("").equals("Ready"))
            .map(c -> c.path("status").asString("").equals("True") ? "Ready" : "NotReady")
            .findFirst()
            .orElse("Unknown");
    return node.spec().path("unschedulable").asBoolean(false)
        ? ready + ",SchedulingDisabled"
        : ready;
  }

  private static String roles(KubeObject node) {
    TreeSet<String> roles = new TreeSet<>();
    node.labels()
        .forEach(
            (label, value) -> {
              if (label.startsWith(ROLE_PREFIX) && label.length() > ROLE_PREFIX.length()) {
                roles.add(label.substring(ROLE_PREFIX.length()));
              } else if (label.equals("kubernetes.io/role") && !value.isEmpty()) {
                roles.add(value);
              }
            });
    return Texts.orElse(String.join(",", roles), Texts.NONE);
  }

  private static String address(KubeObject node, String type) {
    for (JsonNode address : node.status().path("addresses")) {
      if (address.path("type").asString("").equals(type)) {
        return address.path("address").asString("");
      }
    }
    return Texts.NONE;
  }
}
