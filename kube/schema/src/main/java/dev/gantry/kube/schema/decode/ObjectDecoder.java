package dev.gantry.kube.schema.decode;

import dev.gantry.kube.objects.GroupVersion;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.platform.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the bodies of requests.
///
/// What comes out has the fields of its kind and nothing else, as if upstream had read it into its
/// types and written it out again: unknown fields, nulls and zeros that say nothing are gone,
/// quantities and times are in canonical form. Every refusal is a `BadRequest` in upstream's words,
/// except that of a media type which nobody reads (`UnsupportedMediaType`).
public final class ObjectDecoder {
  public static final String JSON = "application/json";
  public static final String YAML = "application/yaml";
  public static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

  /// Names that old clients use for kinds that have not changed since.
  private static final Map<GroupVersionKind, GroupVersionKind> OLD_NAMES =
      Map.of(
          GroupVersionKind.of("policy/v1beta1", "Eviction"),
          GroupVersionKind.of("policy/v1", "Eviction"));

  private final Supplier<Kinds> kinds;

  /// @param kinds asked at each request: custom resources come and go
  public ObjectDecoder(Supplier<Kinds> kinds) {
    this.kinds = kinds;
  }

  /// Reads an object of an expected kind.
  ///
  /// @param contentType of the request; parameters are ignored, and empty means JSON
  /// @param expected what the path takes. A body may leave its `apiVersion` and `kind` out, but not
  ///     name others; only `DeleteOptions` may name any group version, and an eviction its old one.
  public Decoded decode(
      byte[] body, String contentType, GroupVersionKind expected, FieldValidation validation) {
    Attempt attempt = new Attempt(expected, validation);
    try {
      return switch (mediaType(contentType)) {
        case JSON -> attempt.json(body);
        case YAML -> attempt.yaml(body);
        case PROTOBUF -> attempt.protobuf(body);
        default -> throw unsupported();
      };
    } catch (UnreadableException e) {
      throw attempt.refusal(e, body);
    }
  }

  /// Reads a tree that something was done to, such as a patch, as if it came from a client.
  public Decoded convert(ObjectNode tree, GroupVersionKind expected, FieldValidation validation) {
    Attempt attempt = new Attempt(expected, validation);
    try {
      return attempt.tree(tree);
    } catch (UnreadableException e) {
      throw attempt.refusal(e, new byte[0]);
    }
  }

  /// Reads JSON or YAML as it is, for patches. Of duplicate fields the last counts.
  public JsonNode tree(byte[] body, String contentType) {
    try {
      return switch (mediaType(contentType)) {
        case YAML -> YamlReader.read(body).json();
        case PROTOBUF -> throw unsupported();
        default -> Json.mapper().readTree(body);
      };
    } catch (UnreadableException e) {
      throw StatusException.badRequest(e.getMessage());
    } catch (JacksonException e) {
      throw StatusException.badRequest("json parse error: " + e.getOriginalMessage());
    }
  }

  private static String mediaType(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    String plain = type.strip().toLowerCase(Locale.ROOT);
    return plain.isEmpty() ? JSON : plain;
  }

  private static StatusException unsupported() {
    return new StatusException(
        StatusReason.UNSUPPORTED_MEDIA_TYPE,
        "the body of the request was in an unknown format - accepted media types include: %s, %s, %s"
            .formatted(JSON, YAML, PROTOBUF),
        Optional.empty());
  }

  /// One body being read: what is known of it when it fails decides how the refusal is put.
  private final class Attempt {
    private final GroupVersionKind expected;
    private final FieldValidation validation;
    private final StrictErrors strict = new StrictErrors();
    private GroupVersionKind found;

    Attempt(GroupVersionKind expected, FieldValidation validation) {
      this.expected = expected;
      this.validation = validation;
      this.found = expected.groupVersion().kind("");
    }

    Decoded json(byte[] body) {
      try {
        Kind kind;
        try (JsonParser scan = Json.mapper().createParser(body)) {
          kind = kind(TypeScan.of(scan));
        }
        try (JsonParser in = Json.mapper().createParser(body)) {
          in.nextToken();
          ObjectNode object = new TypedReader(in, strict).read(kind.type());
          if (in.nextToken() != null) {
            throw new UnreadableException("json parse error: data after top-level value");
          }
          return finished(object, kind);
        }
      } catch (JacksonException e) {
        throw new UnreadableException(
            "couldn't get version/kind; json parse error: " + e.getOriginalMessage(), e);
      }
    }

    Decoded yaml(byte[] body) {
      YamlReader.Document document = YamlReader.read(body);
      if (!document.duplicates().isEmpty()) {
        strict.add("yaml: unmarshal errors:\n  " + String.join("\n  ", document.duplicates()));
      }
      if (!(document.json() instanceof ObjectNode tree)) {
        throw new UnreadableException(
            "couldn't get version/kind; json parse error: the document is no object");
      }
      return tree(tree);
    }

    Decoded tree(ObjectNode tree) {
      try (JsonParser scan = Json.mapper().treeAsTokens(tree);
          JsonParser in = Json.mapper().treeAsTokens(tree)) {
        Kind kind = kind(TypeScan.of(scan));
        in.nextToken();
        return finished(new TypedReader(in, strict).read(kind.type()), kind);
      }
    }

    Decoded protobuf(byte[] body) {
      ProtobufFrame frame = ProtobufFrame.read(body);
      Kind kind = kind(new TypeScan(frame.apiVersion(), frame.kind()));
      return finished(new ProtobufReader().read(frame.raw(), kind.type()), kind);
    }

    private Kind kind(TypeScan named) {
      GroupVersion version =
          named.apiVersion().isEmpty()
              ? expected.groupVersion()
              : GroupVersion.parse(named.apiVersion());
      GroupVersionKind name = version.kind(named.kind().isEmpty() ? expected.kind() : named.kind());
      found = OLD_NAMES.getOrDefault(name, name);
      Kinds known = kinds.get();
      boolean options = expected.kind().equals("DeleteOptions");
      boolean sameVersion = found.groupVersion().equals(expected.groupVersion());
      if (!options && !sameVersion && known.find(found).isPresent()) {
        throw StatusException.badRequest(
            "the API version in the data (%s) does not match the expected API version (%s)"
                .formatted(version.text(), expected.apiVersion()));
      }
      Kind kind =
          known
              .find(found)
              .orElseThrow(
                  () ->
                      new UnreadableException(
                          "no kind \"%s\" is registered for version \"%s\""
                              .formatted(found.kind(), found.apiVersion())));
      if (!found.kind().equals(expected.kind())) {
        throw new UnreadableException(
            "converting (%s.%s) to (%s): unknown conversion"
                .formatted(found.version(), found.kind(), expected.kind()));
      }
      return kind;
    }

    private Decoded finished(ObjectNode object, Kind kind) {
      if (!strict.isEmpty() && validation == FieldValidation.STRICT) {
        throw new UnreadableException(strict.message());
      }
      ObjectNode whole = object.objectNode();
      whole.put("kind", found.kind()).put("apiVersion", found.apiVersion());
      object.remove(List.of("kind", "apiVersion"));
      whole.setAll(object);
      return new Decoded(
          KubeObject.of(whole),
          kind,
          validation == FieldValidation.WARN ? strict.warnings() : List.of());
    }

    StatusException refusal(UnreadableException cause, byte[] body) {
      if (!found.kind().isEmpty()) {
        return StatusException.badRequest(
            "%s in version \"%s\" cannot be handled as a %s: %s"
                .formatted(found.kind(), found.version(), expected.kind(), cause.getMessage()));
      }
      return StatusException.badRequest(
          "the object provided is unrecognized (must be of type %s): %s (%s)"
              .formatted(expected.kind(), cause.getMessage(), Summary.of(body)));
    }
  }
}
