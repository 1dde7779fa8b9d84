package dev.gantry.kube.auth;

import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One rule of a role: what it allows. `*` stands for all in most lists, `*/scale` for a
/// subresource of all resources, and a trailing `*` for all paths that begin so.
///
/// @param names restricts the rule to objects of these names; empty for all
/// @param urls paths that are no resources
public record PolicyRule(
    List<String> verbs,
    List<String> groups,
    List<String> resources,
    List<String> names,
    List<String> urls) {
  private static final String ALL = "*";

  public PolicyRule {
    verbs = List.copyOf(verbs);
    groups = List.copyOf(groups);
    resources = List.copyOf(resources);
    names = List.copyOf(names);
    urls = List.copyOf(urls);
  }

  static List<PolicyRule> parse(JsonNode rules) {
    List<PolicyRule> parsed = new ArrayList<>();
    for (JsonNode rule : rules) {
      parsed.add(
          new PolicyRule(
              strings(rule.path("verbs")),
              strings(rule.path("apiGroups")),
              strings(rule.path("resources")),
              strings(rule.path("resourceNames")),
              strings(rule.path("nonResourceURLs"))));
    }
    return parsed;
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(each -> strings.add(each.asString("")));
    return strings;
  }

  /// As it stands in a role, empty lists left out.
  public ObjectNode json() {
    ObjectNode json = Json.mapper().createObjectNode();
    put(json, "apiGroups", groups);
    put(json, "nonResourceURLs", urls);
    put(json, "resourceNames", names);
    put(json, "resources", resources);
    put(json, "verbs", verbs);
    return json;
  }

  private static void put(ObjectNode json, String field, List<String> values) {
    if (!values.isEmpty()) {
      var array = json.putArray(field);
      values.forEach(array::add);
    }
  }

  boolean allows(AccessRequest request) {
    if (!has(verbs, request.verb())) {
      return false;
    }
    return request.isResource()
        ? has(groups, request.group())
            && allowsResource(request.resource(), request.subresource())
            && (names.isEmpty() || names.contains(request.name()))
        : urls.stream().anyMatch(url -> urlCovers(url, request.path()));
  }

  private boolean allowsResource(String resource, String subresource) {
    String whole = subresource.isEmpty() ? resource : resource + "/" + subresource;
    return resources.contains(ALL)
        || resources.contains(whole)
        || (!subresource.isEmpty() && resources.contains("*/" + subresource));
  }

  private static boolean has(List<String> allowed, String wanted) {
    return allowed.contains(ALL) || allowed.contains(wanted);
  }

  private static boolean urlCovers(String allowed, String wanted) {
    return allowed.equals(ALL)
        || allowed.equals(wanted)
        || (allowed.endsWith(ALL) && wanted.startsWith(allowed.substring(0, allowed.length() - 1)));
  }

  /// The rule taken apart into rules of one verb on one thing each.
  List<PolicyRule> atoms() {
    List<PolicyRule> atoms = new ArrayList<>();
    for (String verb : verbs) {
      for (String group : groups) {
        for (String resource : resources) {
          for (String name : names.isEmpty() ? List.of("") : names) {
            atoms.add(
                new PolicyRule(
                    List.of(verb),
                    List.of(group),
                    List.of(resource),
                    name.isEmpty() ? List.of() : List.of(name),
                    List.of()));
          }
        }
      }
      for (String url : urls) {
        atoms.add(new PolicyRule(List.of(verb), List.of(), List.of(), List.of(), List.of(url)));
      }
    }
    return atoms;
  }

  /// Whether this rule grants all that an atom grants.
  boolean covers(PolicyRule atom) {
    if (!has(verbs, atom.verbs.getFirst())) {
      return false;
    }
    if (!atom.urls.isEmpty()) {
      return urls.stream().anyMatch(url -> urlCovers(url, atom.urls.getFirst()));
    }
    String resource = atom.resources.getFirst();
    int slash = resource.indexOf('/');
    return has(groups, atom.groups.getFirst())
        && (slash < 0
            ? has(resources, resource)
            : allowsResource(resource.substring(0, slash), resource.substring(slash + 1)))
        && (names.isEmpty() || (!atom.names.isEmpty() && names.contains(atom.names.getFirst())));
  }

  /// As it stands in refusals.
  String text() {
    List<String> parts = new ArrayList<>();
    add(parts, "APIGroups", groups);
    add(parts, "Resources", resources);
    add(parts, "ResourceNames", names);
    add(parts, "NonResourceURLs", urls);
    add(parts, "Verbs", verbs);
    return "{" + String.join(", ", parts) + "}";
  }

  private static void add(List<String> parts, String name, List<String> values) {
    if (!values.isEmpty()) {
      parts.add(
          values.stream()
              .map(value -> "\"" + value + "\"")
              .collect(Collectors.joining(" ", name + ":[", "]")));
    }
  }
}
