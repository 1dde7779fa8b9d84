package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A profile in the JSON form that docker and containers-common share: rules that apply
/// depending on capabilities, architecture and kernel.
final class SeccompProfile {
  private final JsonNode json;

  private SeccompProfile(JsonNode json) {
    this.json = json;
  }

  static SeccompProfile parse(byte[] text) {
    var json = Json.tree(text);
    if (!json.isObject() || !json.path("defaultAction").isString()) {
      throw new InvalidArgumentException(
          "decoding seccomp profile failed: it has no default action");
    }
    return new SeccompProfile(json);
  }

  static SeccompProfile parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  SeccompRules evaluate(SeccompContext context) {
    var rules =
        new SeccompRules(
            json.path("defaultAction").stringValue(),
            optionalInt(json.path("defaultErrnoRet")),
            architectures(context));
    for (JsonNode entry : json.path("syscalls")) {
      if (applies(entry, context)) {
        var rule = rule(entry);
        for (String name : names(entry)) {
          rules.add(name, rule);
        }
      }
    }
    return rules;
  }

  private List<String> architectures(SeccompContext context) {
    var explicit = texts(json.path("architectures"));
    if (!explicit.isEmpty()) {
      return explicit;
    }
    var architectures = new ArrayList<String>();
    for (JsonNode entry : json.path("archMap")) {
      if (entry.path("architecture").asString("").equals(context.nativeArchitecture())) {
        architectures.add(context.nativeArchitecture());
        architectures.addAll(texts(entry.path("subArchitectures")));
      }
    }
    return architectures;
  }

  private static boolean applies(JsonNode entry, SeccompContext context) {
    var includes = entry.path("includes");
    var excludes = entry.path("excludes");
    var capabilities = context.capabilities();
    return capabilities.containsAll(texts(includes.path("caps")))
        && texts(excludes.path("caps")).stream().noneMatch(capabilities::contains)
        && (isEmpty(includes.path("arches"))
            || texts(includes.path("arches")).contains(context.architecture()))
        && !texts(excludes.path("arches")).contains(context.architecture())
        && (isEmpty(includes.path("minKernel"))
            || context.kernelIsAtLeast(includes.path("minKernel").stringValue()))
        && (isEmpty(excludes.path("minKernel"))
            || !context.kernelIsAtLeast(excludes.path("minKernel").stringValue()));
  }

  private static boolean isEmpty(JsonNode node) {
    return node.isMissingNode() || node.isNull() || (node.isContainer() && node.isEmpty());
  }

  private static SeccompRule rule(JsonNode entry) {
    var action = entry.path("action").asString("");
    if (action.isEmpty()) {
      throw new InvalidArgumentException("decoding seccomp profile failed: a rule has no action");
    }
    var conditions = new ArrayList<SeccompRule.Condition>();
    for (JsonNode argument : entry.path("args")) {
      conditions.add(
          new SeccompRule.Condition(
              argument.path("index").asInt(0),
              argument.path("op").asString(""),
              argument.path("value").asLong(0),
              argument.path("valueTwo").asLong(0)));
    }
    return new SeccompRule(action, optionalInt(entry.path("errnoRet")), conditions);
  }

  private static Set<String> names(JsonNode entry) {
    var names = new java.util.LinkedHashSet<>(texts(entry.path("names")));
    if (entry.path("name").isString()) {
      names.add(entry.path("name").stringValue());
    }
    return names;
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    for (JsonNode element : array) {
      texts.add(element.asString(""));
    }
    return texts;
  }

  private static OptionalInt optionalInt(JsonNode node) {
    return node.isIntegralNumber() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
  }
}
