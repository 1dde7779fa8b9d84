package dev.gantry.kube.scheduler;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Nodes that a pod names by selector and affinity: those it needs, and those it likes.
final class NodeSelection implements Filter, Score {
  @Override
  public Optional<Rejection> reject(PodInfo pod, NodeInfo node, Snapshot cluster) {
    return matches(pod.spec(), node)
        ? Optional.empty()
        : Rejection.hopeless("node(s) didn't match Pod's node affinity/selector");
  }

  /// Whether a pod with this spec wants to be on the node at all.
  static boolean matches(JsonNode spec, NodeInfo node) {
    for (var label : spec.path("nodeSelector").properties()) {
      if (!label.getValue().asString("").equals(node.labels().get(label.getKey()))) {
        return false;
      }
    }
    JsonNode required =
        spec.at("/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution");
    if (!required.isObject()) {
      return true;
    }
    for (JsonNode term : required.path("nodeSelectorTerms")) {
      if (termMatches(term, node)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int weight() {
    return 2;
  }

  @Override
  public double[] rate(PodInfo pod, List<NodeInfo> nodes, Snapshot cluster) {
    JsonNode preferred =
        pod.spec().at("/affinity/nodeAffinity/preferredDuringSchedulingIgnoredDuringExecution");
    double[] points = new double[nodes.size()];
    for (int i = 0; i < points.length; i++) {
      for (JsonNode choice : preferred) {
        if (termMatches(choice.path("preference"), nodes.get(i))) {
          points[i] += choice.path("weight").asInt(0);
        }
      }
    }
    return Score.stretched(points);
  }

  /// A term without requirements matches nothing.
  private static boolean termMatches(JsonNode term, NodeInfo node) {
    JsonNode expressions = term.path("matchExpressions");
    JsonNode fields = term.path("matchFields");
    if (expressions.isEmpty() && fields.isEmpty()) {
      return false;
    }
    for (JsonNode expression : expressions) {
      if (!holds(expression, Optional.ofNullable(node.labels().get(key(expression))))) {
        return false;
      }
    }
    for (JsonNode field : fields) {
      boolean known = key(field).equals("metadata.name");
      if (!known || !holds(field, Optional.of(node.name()))) {
        return false;
      }
    }
    return true;
  }

  private static String key(JsonNode requirement) {
    return requirement.path("key").asString("");
  }

  private static boolean holds(JsonNode requirement, Optional<String> actual) {
    Set<String> values = new TreeSet<>();
    requirement.path("values").forEach(value -> values.add(value.asString("")));
    return switch (requirement.path("operator").asString("")) {
      case "In" -> actual.filter(values::contains).isPresent();
      case "NotIn" -> actual.filter(values::contains).isEmpty();
      case "Exists" -> actual.isPresent();
      case "DoesNotExist" -> actual.isEmpty();
      case "Gt" -> compare(actual, values) > 0;
      case "Lt" -> compare(actual, values) < 0;
      default -> false;
    };
  }

  /// Zero when either side is no number.
  private static int compare(Optional<String> actual, Set<String> values) {
    OptionalLong left = actual.map(NodeSelection::number).orElse(OptionalLong.empty());
    OptionalLong right =
        values.stream().findFirst().map(NodeSelection::number).orElse(OptionalLong.empty());
    return left.isPresent() && right.isPresent()
        ? Long.compare(left.getAsLong(), right.getAsLong())
        : 0;
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
