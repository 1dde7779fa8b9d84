package dev.gantry.kube.schema.decode;

import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns the first document of a YAML stream into JSON, as `sigs.k8s.io/yaml` does.
///
/// Aliases are resolved by sharing, and what they would amount to written out is bounded: a few
/// lines of aliases to aliases may stand for billions of nodes.
final class YamlReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MOST_ALIASED_NODES = 100_000;
  private static final String TAG = "tag:yaml.org,2002:";
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(16 << 20).setUseMarks(true).build();

  private final Iterator<Event> events;
  private final Map<Anchor, JsonNode> anchored = new HashMap<>();
  private final Map<Anchor, Integer> sizes = new HashMap<>();
  private final List<String> duplicates = new ArrayList<>();
  private int nodes;
  private int aliasedNodes;
  private int depth;

  /// @param duplicates keys that a mapping has twice, with their lines; the last counts
  record Document(JsonNode json, List<String> duplicates) {}

  private YamlReader(String yaml) {
    this.events = new Parse(SETTINGS).parseString(yaml).iterator();
  }

  static Document read(byte[] yaml) {
    YamlReader reader = new YamlReader(new String(yaml, StandardCharsets.UTF_8));
    try {
      return new Document(reader.document(), List.copyOf(reader.duplicates));
    } catch (MarkedYamlEngineException e) {
      String line =
          e.getProblemMark().map(mark -> "line " + (mark.getLine() + 1) + ": ").orElse("");
      throw new UnreadableException(
          "error converting YAML to JSON: yaml: " + line + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new UnreadableException("error converting YAML to JSON: yaml: " + e.getMessage(), e);
    }
  }

  private JsonNode document() {
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent node) {
        return node(node);
      }
    }
    return NODES.nullNode();
  }

  private JsonNode node(NodeEvent event) {
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    int before = nodes++;
    if (++depth > Json.MAX_DEPTH) {
      throw new UnreadableException("error converting YAML to JSON: exceeded max depth");
    }
    JsonNode node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent _ -> sequence();
          case MappingStartEvent _ -> mapping();
          default -> throw new IllegalStateException("unexpected " + event);
        };
    depth--;
    event
        .getAnchor()
        .ifPresent(
            anchor -> {
              anchored.put(anchor, node);
              sizes.put(anchor, nodes - before);
            });
    return node;
  }

  private JsonNode alias(AliasEvent alias) {
    Anchor anchor = alias.getAlias();
    JsonNode node = anchored.get(anchor);
    if (node == null) {
      throw new UnreadableException(
          "error converting YAML to JSON: yaml: unknown anchor '%s' referenced"
              .formatted(anchor.getValue()));
    }
    int size = sizes.getOrDefault(anchor, 1);
    nodes += size;
    aliasedNodes += size;
    if (aliasedNodes > MOST_ALIASED_NODES) {
      throw new UnreadableException(
          "error converting YAML to JSON: yaml: document contains excessive aliasing");
    }
    return node;
  }

  private JsonNode sequence() {
    ArrayNode list = NODES.arrayNode();
    while (events.next() instanceof NodeEvent element) {
      list.add(node(element));
    }
    return list;
  }

  private JsonNode mapping() {
    ObjectNode object = NODES.objectNode();
    Map<String, JsonNode> merged = new LinkedHashMap<>();
    while (events.next() instanceof NodeEvent key) {
      if (isMerge(key)) {
        merge(node(value()), merged);
        continue;
      }
      String name = key(key);
      JsonNode value = node(value());
      if (object.has(name)) {
        int line = key.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        duplicates.add("line %d: key \"%s\" already set in map".formatted(line, name));
      }
      object.set(name, value);
    }
    merged.forEach(object::putIfAbsent);
    return object;
  }

  private NodeEvent value() {
    return (NodeEvent) events.next();
  }

  private static boolean isMerge(NodeEvent key) {
    return key instanceof ScalarEvent scalar && scalar.isPlain() && scalar.getValue().equals("<<");
  }

  private static void merge(JsonNode value, Map<String, JsonNode> merged) {
    if (value instanceof ArrayNode several) {
      several.forEach(one -> merge(one, merged));
    } else if (value instanceof ObjectNode one) {
      one.properties().forEach(entry -> merged.putIfAbsent(entry.getKey(), entry.getValue()));
    } else {
      throw new UnreadableException(
          "error converting YAML to JSON: yaml: map merge requires map or sequence of maps as the"
              + " value");
    }
  }

  private String key(NodeEvent event) {
    JsonNode key = node(event);
    if (key.isContainer() || key.isNull()) {
      throw new UnreadableException(
          "error converting YAML to JSON: unsupported map key of type: %s"
              .formatted(key.isContainer() ? "map or list" : "null"));
    }
    return key.asString();
  }

  private static JsonNode scalar(ScalarEvent scalar) {
    String text = scalar.getValue();
    Optional<String> tag = scalar.getTag();
    if (tag.isEmpty()) {
      return scalar.getScalarStyle() == ScalarStyle.PLAIN
          ? YamlScalars.plain(text)
          : NODES.stringNode(text);
    }
    return switch (tag.get()) {
      case TAG + "null" -> NODES.nullNode();
      case TAG + "bool", TAG + "int", TAG + "float" -> tagged(tag.get(), text);
      case TAG + "binary" -> NODES.stringNode(decoded(text));
      default -> NODES.stringNode(text);
    };
  }

  private static JsonNode tagged(String tag, String text) {
    JsonNode value = text.isEmpty() ? NODES.stringNode(text) : YamlScalars.plain(text);
    boolean fits = tag.endsWith("bool") ? value.isBoolean() : value.isNumber();
    if (!fits) {
      throw new UnreadableException(
          "error converting YAML to JSON: yaml: cannot decode \"%s\" as a !!%s"
              .formatted(text, tag.substring(TAG.length())));
    }
    return value;
  }

  private static String decoded(String base64) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(
          "error converting YAML to JSON: yaml: !!binary value contains invalid base64 data", e);
    }
  }
}
