package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.http.Headers;
import java.util.Optional;

/// How a client wants to have objects.
///
/// @param metaVersion the version of `meta.k8s.io` that a table or metadata is written in
record AnswerForm(Shape shape, boolean yaml, String metaVersion) {
  static final AnswerForm JSON = new AnswerForm(Shape.OBJECT, false, "");

  /// What of the objects.
  enum Shape {
    OBJECT,
    TABLE,
    METADATA
  }

  /// The first of the client's wishes that can be granted.
  ///
  /// @param tables whether the objects can be shown as a table
  /// @param metadata whether they have metadata that can be shown alone
  /// @throws StatusException NotAcceptable
  static AnswerForm choose(Headers headers, boolean tables, boolean metadata) {
    for (AcceptHeader.Range range : AcceptHeader.of(headers).ranges()) {
      Optional<AnswerForm> form = form(range, tables, metadata);
      if (form.isPresent()) {
        return form.get();
      }
    }
    throw new StatusException(
        StatusReason.NOT_ACCEPTABLE,
        "only the following media types are accepted: application/json, application/yaml",
        Optional.empty());
  }

  private static Optional<AnswerForm> form(
      AcceptHeader.Range range, boolean tables, boolean metadata) {
    boolean json = range.accepts("application/json");
    boolean yaml = range.accepts("application/yaml");
    if (!json && !yaml) {
      return Optional.empty();
    }
    String as = range.parameter("as");
    if (as.isEmpty()) {
      return Optional.of(new AnswerForm(Shape.OBJECT, !json, ""));
    }
    String version = range.parameter("v");
    boolean known =
        range.parameter("g").equals("meta.k8s.io")
            && (version.equals("v1") || version.equals("v1beta1"));
    return switch (as) {
      case "Table" ->
          known && tables
              ? Optional.of(new AnswerForm(Shape.TABLE, !json, version))
              : Optional.empty();
      case "PartialObjectMetadata", "PartialObjectMetadataList" ->
          known && metadata
              ? Optional.of(new AnswerForm(Shape.METADATA, !json, version))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  String contentType() {
    return yaml ? "application/yaml" : "application/json";
  }
}
