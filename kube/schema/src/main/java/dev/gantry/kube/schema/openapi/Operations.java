package dev.gantry.kube.schema.openapi;

import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.kube.schema.ObjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What can be done with a kind, as operations on paths.
///
/// @param path `/apis/apps/v1/namespaces/{namespace}/deployments/{name}`
/// @param method of HTTP, in lower case
/// @param action `x-kubernetes-action`
/// @param id unique in a document
/// @param kind what is sent and answered
/// @param body definition name of what is sent; empty when nothing is
/// @param answer definition name of what is answered
record Operations(
    String path,
    String method,
    String action,
    String id,
    GroupVersionKind kind,
    String body,
    String answer) {

  /// All operations of a kind, those on one path together.
  static List<Operations> of(Kinds kinds, Kind kind) {
    return new Maker(kinds, kind).all();
  }

  boolean isPatch() {
    return method.equals("patch");
  }

  /// Collects the operations of one kind.
  private static final class Maker {
    private static final String STATUS = KindMarks.META + "Status";
    private static final String DELETE_OPTIONS = KindMarks.META + "DeleteOptions";
    private static final String PATCH = KindMarks.META + "Patch";

    private final Kinds kinds;
    private final Kind kind;
    private final String root;
    private final String suffix;
    private final List<Operations> made = new ArrayList<>();

    Maker(Kinds kinds, Kind kind) {
      this.kinds = kinds;
      this.kind = kind;
      this.root =
          (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.groupVersionKind().apiVersion();
      this.suffix =
          capitalized(group(kind))
              + capitalized(kind.version())
              + "%s"
              + (kind.namespaced() ? "Namespaced" : "")
              + kind.groupVersionKind().kind();
    }

    /// `apps`, `rbacAuthorization`: a group's name as a word.
    private static String group(Kind kind) {
      if (kind.group().isEmpty()) {
        return "core";
      }
      StringBuilder word = new StringBuilder();
      for (String part : kind.group().replace(".k8s.io", "").split("\\.", -1)) {
        word.append(word.isEmpty() ? part : capitalized(part));
      }
      return word.toString();
    }

    private static String capitalized(String word) {
      return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    List<Operations> all() {
      String object = kind.type().name();
      Optional<ObjectType> list = KindMarks.listType(kinds, kind);
      String collection = root + (kind.namespaced() ? "/namespaces/{namespace}/" : "/");
      String items = collection + kind.plural();
      String item = items + "/{name}";
      Set<String> verbs = kind.verbs();
      if (verbs.contains("deletecollection")) {
        add(
            items,
            "delete",
            "deletecollection",
            id("delete", "Collection"),
            DELETE_OPTIONS,
            STATUS);
      }
      list.ifPresent(type -> add(items, "get", "list", id("list", ""), "", type.name()));
      if (verbs.contains("create")) {
        add(items, "post", "post", id("create", ""), object, object);
      }
      onObject(item, kind.groupVersionKind(), verbs, object, "");
      if (kind.namespaced()) {
        list.ifPresent(
            type ->
                add(
                    root + "/" + kind.plural(),
                    "get",
                    "list",
                    id("list", "").replace("Namespaced", "") + "ForAllNamespaces",
                    "",
                    type.name()));
      }
      for (Kind.Subresource subresource : kind.subresources()) {
        subresource(item, subresource);
      }
      return made;
    }

    /// Only subresources that are written and read as objects; the others are streams.
    private void subresource(String item, Kind.Subresource subresource) {
      Optional<Kind> other = kinds.find(subresource.kind());
      boolean stream = subresource.verbs().equals(Set.of("get")) || other.isEmpty();
      if (stream || !other.get().type().find("kind").isPresent()) {
        return;
      }
      String type = other.get().type().name();
      String path = item + "/" + subresource.name();
      String suffix = capitalized(subresource.name());
      if (subresource.verbs().contains("create")) {
        made.add(
            new Operations(
                path, "post", "post", id("create", "") + suffix, subresource.kind(), type, type));
      }
      onObject(path, subresource.kind(), subresource.verbs(), type, suffix);
    }

    private void onObject(
        String path, GroupVersionKind name, Set<String> verbs, String type, String suffix) {
      if (verbs.contains("delete")) {
        String answer = kind.isStored() && suffix.isEmpty() ? STATUS : type;
        add(path, "delete", "delete", id("delete", "") + suffix, DELETE_OPTIONS, answer);
      }
      if (verbs.contains("get")) {
        made.add(new Operations(path, "get", "get", id("read", "") + suffix, name, "", type));
      }
      if (verbs.contains("patch")) {
        made.add(
            new Operations(path, "patch", "patch", id("patch", "") + suffix, name, PATCH, type));
      }
      if (verbs.contains("update")) {
        made.add(new Operations(path, "put", "put", id("replace", "") + suffix, name, type, type));
      }
    }

    private String id(String verb, String middle) {
      return verb + suffix.formatted(middle);
    }

    private void add(
        String path, String method, String action, String id, String body, String answer) {
      made.add(new Operations(path, method, action, id, kind.groupVersionKind(), body, answer));
    }
  }
}
