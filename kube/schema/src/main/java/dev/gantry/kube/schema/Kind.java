package dev.gantry.kube.schema;

import dev.gantry.kube.objects.GroupVersionKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A kind of object as data: everything generic code needs to serve it.
///
/// @param plural the resource's name in paths, `deployments`; empty when it has no path of its own
/// @param shortNames `deploy`
/// @param categories `all`
/// @param verbs what can be done with the resource; a kind that is answered and not stored
///     (SubjectAccessReview) has only `create`
/// @param subresources in alphabetical order
/// @param storedAs the version of the kind that is stored, when this is another view of it
public record Kind(
    GroupVersionKind groupVersionKind,
    String plural,
    String singular,
    List<String> shortNames,
    List<String> categories,
    boolean namespaced,
    Set<String> verbs,
    List<Subresource> subresources,
    Optional<GroupVersionKind> storedAs,
    ObjectType type) {

  public Kind {
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    verbs = Set.copyOf(verbs);
    subresources = List.copyOf(subresources);
  }

  /// A part of an object with a path of its own.
  ///
  /// @param name `status`, `scale`, `log`
  /// @param kind what it is read and written as; for `status` the kind itself
  public record Subresource(String name, GroupVersionKind kind, Set<String> verbs) {
    public Subresource {
      verbs = Set.copyOf(verbs);
    }
  }

  public String group() {
    return groupVersionKind.group();
  }

  public String version() {
    return groupVersionKind.version();
  }

  /// Whether it has a path of its own, and a row in discovery.
  public boolean hasResource() {
    return !plural.isEmpty();
  }

  /// Whether objects are kept: they can be made and read. Reviews are only made, metrics only read.
  public boolean isStored() {
    return verbs.contains("create") && verbs.contains("get");
  }

  /// The name that objects of the kind are stored under: its own, unless it is a view.
  public GroupVersionKind storageKind() {
    return storedAs.orElse(groupVersionKind);
  }

  /// A kind that only stands inside requests and answers.
  static Kind withoutResource(GroupVersionKind name, ObjectType type) {
    return new Kind(
        name, "", "", List.of(), List.of(), false, Set.of(), List.of(), Optional.empty(), type);
  }

  public Optional<Subresource> subresource(String name) {
    return subresources.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
