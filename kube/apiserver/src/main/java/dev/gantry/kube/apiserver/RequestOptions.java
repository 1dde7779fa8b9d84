package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.ListQuery;
import dev.gantry.kube.api.WatchQuery;
import dev.gantry.kube.api.WriteOptions;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.StatusCause;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.decode.FieldValidation;
import dev.gantry.platform.http.Query;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The options that come as query parameters.
final class RequestOptions {
  private RequestOptions() {}

  /// @param kind of the options, `CreateOptions`, for refusals
  static WriteOptions write(Query query, String kind) {
    String manager = query.first("fieldManager").orElse("");
    if (manager.length() > 128) {
      throw invalid(
          kind,
          new StatusCause(
              "FieldValueTooLong", "Too long: may not be more than 128 bytes", "fieldManager"));
    }
    return new WriteOptions(
        dryRun(query, kind), manager, bool(query, "force"), fieldValidation(query, kind));
  }

  static boolean dryRun(Query query, String kind) {
    List<String> values = query.all("dryRun").stream().filter(each -> !each.isEmpty()).toList();
    for (String value : values) {
      if (!value.equals("All")) {
        throw invalid(kind, unsupported("dryRun", value, "\"All\""));
      }
    }
    return !values.isEmpty();
  }

  private static FieldValidation fieldValidation(Query query, String kind) {
    String value = query.first("fieldValidation").orElse("");
    return switch (value) {
      case "", "Warn" -> FieldValidation.WARN;
      case "Ignore" -> FieldValidation.IGNORE;
      case "Strict" -> FieldValidation.STRICT;
      default ->
          throw invalid(
              kind,
              unsupported("fieldValidation", value, "\"\", \"Ignore\", \"Strict\", \"Warn\""));
    };
  }

  static ListQuery list(Query query, String namespace, String name) {
    return new ListQuery(
        namespace,
        query.first("labelSelector").orElse(""),
        fieldSelector(query, name),
        (int) Math.min(Integer.MAX_VALUE, Math.max(0, number(query, "limit").orElse(0))),
        query.first("continue").orElse(""),
        query.first("resourceVersion").orElse(""),
        query.first("resourceVersionMatch").orElse(""));
  }

  static WatchQuery watch(Query query, String namespace, String name) {
    return new WatchQuery(
        namespace,
        query.first("labelSelector").orElse(""),
        fieldSelector(query, name),
        query.first("resourceVersion").orElse(""),
        query.first("resourceVersionMatch").orElse(""),
        bool(query, "allowWatchBookmarks"),
        query.has("sendInitialEvents")
            ? Optional.of(bool(query, "sendInitialEvents"))
            : Optional.empty());
  }

  /// A list or watch of one object is one with a selector.
  private static String fieldSelector(Query query, String name) {
    String selector = query.first("fieldSelector").orElse("");
    if (name.isEmpty()) {
      return selector;
    }
    return "metadata.name=" + name + (selector.isEmpty() ? "" : "," + selector);
  }

  static boolean bool(Query query, String name) {
    return query
        .first(name)
        .map(value -> !value.equals("false") && !value.equals("0"))
        .orElse(false);
  }

  static OptionalLong number(Query query, String name) {
    Optional<String> value = query.first(name).filter(text -> !text.isEmpty());
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value.get()));
    } catch (NumberFormatException e) {
      throw StatusException.badRequest(
          "query parameter " + name + ": \"" + value.get() + "\" is not a number");
    }
  }

  static StatusException invalid(String kind, StatusCause cause) {
    return StatusException.invalid(
        new GroupVersionKind("meta.k8s.io", "v1", kind), "", List.of(cause));
  }

  private static StatusCause unsupported(String field, String value, String supported) {
    return new StatusCause(
        "FieldValueNotSupported",
        "Unsupported value: \"" + value + "\": supported values: " + supported,
        field);
  }
}
