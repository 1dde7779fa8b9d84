package dev.gantry.engine.network;

import dev.gantry.platform.json.Json;
import dev.gantry.platform.linux.Nftables;
import dev.gantry.platform.linux.NftablesException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Keeps the kernel's copy of our rules equal to what the endpoints call for.
///
/// Usually by adding or deleting a few elements. Whenever that fails, because somebody else has
/// been at our tables, everything is replaced, which takes a few milliseconds and interrupts no
/// connection: those that exist are tracked outside of the tables.
final class Firewall {
  private final Nftables nftables;
  private final Ruleset ruleset;
  private final ForeignForwarding foreign;
  private final ReentrantLock lock = new ReentrantLock();

  /// Those whose rules should be there. Guarded by lock, as is all that follows.
  private final Map<EndpointId, Endpoint> endpoints = new LinkedHashMap<>();

  /// Our tables without their elements, as the kernel listed them after we made them.
  private List<JsonNode> structure = List.of();

  Firewall(Nftables nftables, Ruleset ruleset) {
    this.nftables = nftables;
    this.ruleset = ruleset;
    this.foreign = new ForeignForwarding(nftables, ruleset.table(), ruleset.bridge());
  }

  /// Installs the rules of all these endpoints and forgets all others.
  void install(Collection<Endpoint> all) throws NftablesException {
    lock.lock();
    try {
      endpoints.clear();
      all.forEach(endpoint -> endpoints.put(endpoint.id(), endpoint));
      replaceAll();
      foreign.ensure();
    } finally {
      lock.unlock();
    }
  }

  void add(Endpoint endpoint) throws NftablesException {
    lock.lock();
    try {
      endpoints.put(endpoint.id(), endpoint);
      try {
        runOrReplaceAll(ruleset.add(List.of(endpoint)));
      } catch (NftablesException e) {
        endpoints.remove(endpoint.id());
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Does nothing when the endpoint has no rules.
  void remove(Endpoint endpoint) throws NftablesException {
    lock.lock();
    try {
      if (endpoints.remove(endpoint.id()) != null) {
        runOrReplaceAll(ruleset.remove(endpoint));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Repairs what others have changed; returns whether there was anything to repair.
  boolean reassert() throws NftablesException {
    lock.lock();
    try {
      boolean broken = !problems().isEmpty();
      if (broken) {
        replaceAll();
      }
      boolean foreignRepaired = foreign.ensure();
      return broken || foreignRepaired;
    } finally {
      lock.unlock();
    }
  }

  /// How our tables in the kernel differ from what they should be.
  List<String> problems() {
    lock.lock();
    try {
      var listed = list();
      List<String> problems = new ArrayList<>();
      if (!withoutElements(listed).equals(structure)) {
        problems.add("nftables tables " + ruleset.table() + " were changed by others");
      }
      var wanted = Ruleset.Elements.of(endpoints.values(), ruleset.names()).all();
      var present = elements(listed);
      if (!present.equals(wanted)) {
        problems.add(
            "nftables elements of %s differ: wanted %s, present %s"
                .formatted(ruleset.table(), wanted, present));
      }
      return problems;
    } catch (NftablesException e) {
      return List.of("nftables tables " + ruleset.table() + " are missing");
    } finally {
      lock.unlock();
    }
  }

  /// Removes our rules, also those in others' chains.
  void uninstall() throws NftablesException {
    lock.lock();
    try {
      endpoints.clear();
      structure = List.of();
      nftables.run(ruleset.removeAll());
      foreign.remove();
    } finally {
      lock.unlock();
    }
  }

  private void runOrReplaceAll(String commands) throws NftablesException {
    try {
      if (!commands.isEmpty()) {
        nftables.run(commands);
      }
    } catch (NftablesException e) {
      replaceAll();
    }
  }

  private void replaceAll() throws NftablesException {
    nftables.run(ruleset.replaceAll(endpoints.values()));
    structure = withoutElements(list());
  }

  private List<JsonNode> list() throws NftablesException {
    var table = ruleset.table();
    List<JsonNode> objects = new ArrayList<>();
    for (String family : List.of("inet", "bridge")) {
      var json = nftables.runJson("list table " + family + " " + table);
      Json.tree(json.getBytes(StandardCharsets.UTF_8)).path("nftables").forEach(objects::add);
    }
    return objects;
  }

  /// The listed objects without what varies: elements, and the handles the kernel counts up.
  private static List<JsonNode> withoutElements(List<JsonNode> objects) {
    return objects.stream()
        .map(
            object -> {
              var copy = object.deepCopy();
              copy.forEach(
                  body -> {
                    if (body instanceof ObjectNode fields) {
                      fields.remove(List.of("handle", "elem"));
                    }
                  });
              return copy;
            })
        .toList();
  }

  private static List<String> elements(List<JsonNode> objects) {
    return objects.stream()
        .flatMap(object -> object.valueStream())
        .flatMap(body -> body.path("elem").valueStream())
        .map(Firewall::elementText)
        .sorted()
        .collect(Collectors.toList());
  }

  /// An element of a set is a concatenation; one of a map is a pair of those.
  private static String elementText(JsonNode element) {
    return element.isArray()
        ? element.valueStream().map(Firewall::elementText).collect(Collectors.joining(" : "))
        : element
            .path("concat")
            .valueStream()
            .map(JsonNode::asString)
            .collect(Collectors.joining(" . "));
  }
}
