package dev.gantry.kube.kubelet;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What `resourceFieldRef`s read: a container's requests and limits in units of a divisor. A
/// limit that is not set reads as what the node has to give.
final class ResourceValues {
  private final Map<String, Quantity> allocatable;

  ResourceValues(Map<String, Quantity> allocatable) {
    this.allocatable = Map.copyOf(allocatable);
  }

  /// The value that a reference stands for.
  ///
  /// @param container name of the container the reference is made in; empty in a volume
  /// @throws IllegalArgumentException when it refers to nothing
  String of(KubeObject pod, String container, JsonNode reference) {
    String named = reference.path("containerName").asString("");
    String wanted = named.isEmpty() ? container : named;
    ContainerDef def =
        ContainerDef.all(pod).stream()
            .filter(candidate -> candidate.name().equals(wanted))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("container " + wanted + " not found"));
    String path = reference.path("resource").asString("");
    int dot = path.indexOf('.');
    String kind = dot < 0 ? "" : path.substring(0, dot);
    if (!kind.equals("limits") && !kind.equals("requests")) {
      throw new IllegalArgumentException("unsupported container resource : " + path);
    }
    String resource = path.substring(dot + 1);
    Quantity amount = Quantity.of(def.at("resources", kind, resource));
    if (kind.equals("limits") && amount.isZero()) {
      amount = allocatable.getOrDefault(resource, Quantity.ZERO);
    }
    return text(amount, reference.path("divisor"));
  }

  private static String text(Quantity amount, JsonNode divisor) {
    Quantity unit = Quantity.of(divisor);
    BigDecimal by = unit.isZero() ? BigDecimal.ONE : unit.amount();
    return amount.amount().divide(by, 0, RoundingMode.CEILING).toPlainString();
  }
}
