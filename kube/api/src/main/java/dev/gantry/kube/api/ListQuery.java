package dev.gantry.kube.api;

import dev.gantry.kube.client.ListOptions;

/// Which part of a collection, and as of when.
///
/// @param namespace empty for all
/// @param labelSelector in text form; empty for all
/// @param fieldSelector in text form; empty for all
/// @param limit the most items in one answer, 0 for no limit
/// @param continueToken from the answer before; empty to begin
/// @param resourceVersion empty for the newest
/// @param resourceVersionMatch `Exact`, `NotOlderThan` or empty
public record ListQuery(
    String namespace,
    String labelSelector,
    String fieldSelector,
    int limit,
    String continueToken,
    String resourceVersion,
    String resourceVersionMatch) {

  /// All that the options select, newest state, in one answer.
  public static ListQuery of(ListOptions options) {
    return new ListQuery(
        options.namespace(), options.labelSelector(), options.fieldSelector(), 0, "", "", "");
  }

  public ListQuery limit(int most) {
    return new ListQuery(
        namespace,
        labelSelector,
        fieldSelector,
        most,
        continueToken,
        resourceVersion,
        resourceVersionMatch);
  }

  public ListQuery continued(String token) {
    return new ListQuery(
        namespace, labelSelector, fieldSelector, limit, token, "", resourceVersionMatch);
  }

  public ListQuery at(String version, String match) {
    return new ListQuery(
        namespace, labelSelector, fieldSelector, limit, continueToken, version, match);
  }

  boolean hasSelector() {
    return !labelSelector.isEmpty() || !fieldSelector.isEmpty();
  }
}
