package dev.gantry.engine.runtime;

import dev.gantry.platform.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/// The rules of one filter by system call, conditions on capabilities and machine already
/// decided.
final class SeccompRules {
  private final String defaultAction;
  private final OptionalInt defaultErrno;
  private final List<String> architectures;
  private final Map<String, List<SeccompRule>> byCall = new LinkedHashMap<>();

  SeccompRules(String defaultAction, OptionalInt defaultErrno, List<String> architectures) {
    this.defaultAction = defaultAction;
    this.defaultErrno = defaultErrno;
    this.architectures = List.copyOf(architectures);
  }

  void add(String call, SeccompRule rule) {
    var rules = byCall.computeIfAbsent(call, _ -> new ArrayList<>());
    if (!rules.contains(rule)) {
      rules.add(rule);
    }
  }

  /// Puts these rules in the place of all there are for the call.
  void replace(String call, SeccompRule... rules) {
    byCall.put(call, List.of(rules));
  }

  List<SeccompRule> of(String call) {
    return byCall.getOrDefault(call, List.of());
  }

  Map<String, List<SeccompRule>> all() {
    return byCall;
  }

  /// The `linux.seccomp` object: calls with the same rule share an entry.
  ObjectNode toJson() {
    var json = Json.mapper().createObjectNode();
    json.put("defaultAction", defaultAction);
    defaultErrno.ifPresent(errno -> json.put("defaultErrnoRet", errno));
    OciProcess.addTexts(json.putArray("architectures"), architectures);
    Map<SeccompRule, List<String>> calls = new LinkedHashMap<>();
    byCall.forEach(
        (call, rules) ->
            rules.forEach(rule -> calls.computeIfAbsent(rule, _ -> new ArrayList<>()).add(call)));
    var array = json.putArray("syscalls");
    calls.forEach(
        (rule, names) -> {
          var entry = array.addObject();
          OciProcess.addTexts(entry.putArray("names"), names);
          rule.addTo(entry);
        });
    return json;
  }
}
