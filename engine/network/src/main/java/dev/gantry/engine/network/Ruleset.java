package dev.gantry.engine.network;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Our nftables rules as text; pure.
///
/// Two tables of one name. Table `inet` translates addresses and keeps strangers out; table
/// `bridge` keeps containers from speaking in others' names. What changes with each container
/// are elements of three maps, so a container's start adds two or three elements and no rule.
///
/// Kernel facts these rules rest on: a drop in any base chain is final while an accept concerns
/// only its own chain; NAT chains see the first packet of a connection only; `raw` priority
/// comes before connection tracking, so there packets still carry the addresses they arrived
/// with.
///
/// @param table the tables' name
/// @param bridge interface of the network
/// @param subnet its addresses
/// @param names how the ports of the bridge are called
record Ruleset(String table, String bridge, Subnet subnet, InterfaceNames names) {

  /// Both tables with the elements of all endpoints, replacing whatever was there, atomically.
  String replaceAll(Collection<Endpoint> endpoints) {
    return removeAll() + tables() + add(endpoints);
  }

  /// Removes both tables, if they are there.
  String removeAll() {
    return """
        table inet %1$s
        delete table inet %1$s
        table bridge %1$s
        delete table bridge %1$s
        """
        .formatted(table);
  }

  private String tables() {
    return """
        table inet %1$s {
          map published_on_all {
            type inet_proto . inet_service : ipv4_addr . inet_service
          }
          map published_on_one {
            type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service
          }
          chain raw_prerouting {
            type filter hook prerouting priority raw; policy accept;
            iifname != "lo" ip daddr 127.0.0.0/8 drop comment "route_localnet is on"
            ip daddr %3$s iifname != { "lo", "%2$s" } fib daddr type != local drop \
        comment "containers are reached by published ports only"
          }
          chain prerouting {
            type nat hook prerouting priority dstnat; policy accept;
            fib daddr type local jump publish
          }
          chain output {
            type nat hook output priority -100; policy accept;
            fib daddr type local jump publish
          }
          chain publish {
            dnat ip to ip daddr . meta l4proto . th dport map @published_on_one
            dnat ip to meta l4proto . th dport map @published_on_all
          }
          chain postrouting {
            type nat hook postrouting priority srcnat; policy accept;
            ip saddr %3$s oifname != "%2$s" masquerade
            oifname "%2$s" ip saddr { 127.0.0.0/8, %3$s } ct status dnat masquerade \
        comment "the answer must come back through us"
          }
          chain forward {
            type filter hook forward priority filter; policy accept;
            oifname "%2$s" jump to_containers
          }
          chain to_containers {
            ct state established,related accept
            iifname "%2$s" accept
            ct status dnat accept
            drop
          }
        }
        table bridge %1$s {
          set ports {
            type ifname . ether_addr . ipv4_addr
          }
          chain prerouting {
            type filter hook prerouting priority dstnat; policy accept;
            iifname "%4$s*" jump from_container
          }
          chain from_container {
            iifname . ether saddr . ip saddr @ports accept
            iifname . arp saddr ether . arp saddr ip @ports accept
            drop
          }
        }
        """
        .formatted(table, bridge, subnet, names.prefix());
  }

  /// Lets the endpoints speak and publishes their ports; what is there already stays.
  String add(Collection<Endpoint> endpoints) {
    var elements = Elements.of(endpoints, names);
    return change("add", "inet", "published_on_all", elements.onAll())
        + change("add", "inet", "published_on_one", elements.onOne())
        + change("add", "bridge", "ports", elements.ports());
  }

  /// Undoes [#add]; everything must be there.
  String remove(Endpoint endpoint) {
    var elements = Elements.of(List.of(endpoint), names);
    return change("delete", "inet", "published_on_all", elements.onAll())
        + change("delete", "inet", "published_on_one", elements.onOne())
        + change("delete", "bridge", "ports", elements.ports());
  }

  private String change(String verb, String family, String set, Collection<String> elements) {
    return elements.isEmpty()
        ? ""
        : "%s element %s %s %s { %s }\n"
            .formatted(verb, family, table, set, String.join(", ", elements));
  }

  /// The elements of the three maps that endpoints call for, as nft writes them.
  record Elements(TreeSet<String> onAll, TreeSet<String> onOne, TreeSet<String> ports) {

    static Elements of(Collection<Endpoint> endpoints, InterfaceNames names) {
      var elements = new Elements(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
      endpoints.forEach(endpoint -> elements.addAll(endpoint, names));
      return elements;
    }

    private void addAll(Endpoint endpoint, InterfaceNames names) {
      if (endpoint.link().isEmpty()) {
        return;
      }
      var link = endpoint.link().get();
      var ip = link.address().ip().getHostAddress();
      ports.add("%s . %s . %s".formatted(names.hostInterface(endpoint.id()), link.mac(), ip));
      for (PublishedPort port : endpoint.ports()) {
        // The kernel cannot translate from IPv6 to IPv4: [PortProxy] does that.
        if (port.hostAddress() instanceof Inet4Address hostAddress) {
          var from = port.containerPort().protocol() + " . " + port.hostPort();
          var to = " : " + ip + " . " + port.containerPort().port();
          if (hostAddress.isAnyLocalAddress()) {
            onAll.add(from + to);
          } else {
            onOne.add(hostAddress.getHostAddress() + " . " + from + to);
          }
        }
      }
    }

    /// All of them in one set, for comparing.
    List<String> all() {
      List<String> all = new ArrayList<>(onAll);
      all.addAll(onOne);
      all.addAll(ports);
      return all.stream().sorted().collect(Collectors.toList());
    }
  }
}
