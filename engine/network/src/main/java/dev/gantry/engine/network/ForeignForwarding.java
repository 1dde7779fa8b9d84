package dev.gantry.engine.network;

import dev.gantry.platform.json.Json;
import dev.gantry.platform.linux.Nftables;
import dev.gantry.platform.linux.NftablesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Gets our packets through the FORWARD chain of iptables, where there is one.
///
/// dockerd, and many an administrator, let that chain drop whatever no rule accepts, and a drop
/// is final whatever our own tables say. So two accepting rules for our bridge go to its top,
/// though behind dockerd's jump to DOCKER-USER, where administrators put what should apply to
/// all containers. The rules use only what iptables-nft can show. What isn't welcome on our
/// bridge our own table still drops.
final class ForeignForwarding {
  private static final Logger LOG = LoggerFactory.getLogger(ForeignForwarding.class);
  private static final Path LEGACY_TABLES = Path.of("/proc/thread-self/net/ip_tables_names");
  private static final String CHAIN = "ip filter FORWARD";
  private static final String USER_CHAIN = "DOCKER-USER";

  private final Nftables nftables;
  private final String bridge;
  private final String comment;

  ForeignForwarding(Nftables nftables, String table, String bridge) {
    this.nftables = nftables;
    this.bridge = bridge;
    this.comment = "forwarding of " + table;
  }

  /// Says so when the kernel also has chains of the old iptables, which nftables cannot see.
  static void warnOfLegacyTables() throws IOException {
    if (Files.exists(LEGACY_TABLES) && Files.readAllLines(LEGACY_TABLES).contains("filter")) {
      LOG.warn(
          "iptables-legacy has a filter table: if its FORWARD policy is DROP, containers cannot be"
              + " reached; accept packets from and to the bridge there or use iptables-nft");
    }
  }

  /// Adds our rules unless they are there or nobody has such a chain; returns whether it did.
  boolean ensure() throws NftablesException {
    var chain = listChain();
    if (chain.isEmpty()) {
      return false;
    }
    var ours = ourRules(chain.get());
    if (ours.size() == 2) {
      return false;
    }
    var place = userJump(chain.get()).map(handle -> "add rule " + CHAIN + " position " + handle);
    var commands = new StringBuilder();
    ours.forEach(handle -> commands.append(deletion(handle)));
    for (String direction : List.of("iifname", "oifname")) {
      commands
          .append(place.orElse("insert rule " + CHAIN))
          .append(
              " %s \"%s\" counter accept comment \"%s\"\n".formatted(direction, bridge, comment));
    }
    nftables.run(commands.toString());
    return true;
  }

  void remove() throws NftablesException {
    var chain = listChain();
    if (chain.isPresent()) {
      for (long handle : ourRules(chain.get())) {
        nftables.run(deletion(handle));
      }
    }
  }

  /// The chain and its rules, if it exists and sees forwarded packets.
  private Optional<List<JsonNode>> listChain() {
    try {
      var json = nftables.runJson("list chain " + CHAIN);
      List<JsonNode> objects = new ArrayList<>();
      Json.tree(json.getBytes(StandardCharsets.UTF_8)).path("nftables").forEach(objects::add);
      return Optional.of(objects)
          .filter(
              all ->
                  all.stream()
                      .anyMatch(
                          object ->
                              object.path("chain").path("hook").asString("").equals("forward")));
    } catch (NftablesException e) {
      return Optional.empty();
    }
  }

  private List<Long> ourRules(List<JsonNode> chain) {
    return chain.stream()
        .map(object -> object.path("rule"))
        .filter(rule -> rule.path("comment").asString("").equals(comment))
        .map(rule -> rule.path("handle").asLong())
        .toList();
  }

  private static Optional<Long> userJump(List<JsonNode> chain) {
    return chain.stream()
        .map(object -> object.path("rule"))
        .filter(
            rule ->
                rule.path("expr")
                    .valueStream()
                    .anyMatch(
                        expression ->
                            expression.path("jump").path("target").asString("").equals(USER_CHAIN)))
        .map(rule -> rule.path("handle").asLong())
        .findFirst();
  }

  private static String deletion(long handle) {
    return "delete rule " + CHAIN + " handle " + handle + "\n";
  }
}
