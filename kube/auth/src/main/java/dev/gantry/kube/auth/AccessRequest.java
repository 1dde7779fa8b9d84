package dev.gantry.kube.auth;

/// What somebody wants to do, as authorization sees it.
///
/// @param verb `get`, `list`, `create`, …; for a path that is no resource, the HTTP method in
///     small letters
/// @param group API group, empty for core
/// @param resource plural name; empty when `path` is no resource
/// @param subresource empty for the object itself
/// @param namespace empty for cluster-scoped resources and for all namespaces
/// @param name empty when the request is not about one object
/// @param path the request's path, for what is no resource
public record AccessRequest(
    UserInfo user,
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    String path) {

  public boolean isResource() {
    return !resource.isEmpty();
  }
}
