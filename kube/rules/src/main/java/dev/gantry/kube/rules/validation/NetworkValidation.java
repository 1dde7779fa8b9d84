package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Names;
import java.util.List;

/// Network policies, endpoints and slices of them.
final class NetworkValidation {
  private static final List<String> ADDRESS_TYPES = List.of("FQDN", "IPv4", "IPv6");

  private NetworkValidation() {}

  static void networkPolicy(Place policy) {
    Place spec = policy.at("spec");
    Checks.labelSelector(spec.at("podSelector"));
    for (Place rule : spec.at("ingress").elements()) {
      rule.at("ports").elements().forEach(NetworkValidation::policyPort);
      rule.at("from").elements().forEach(NetworkValidation::peer);
    }
    for (Place rule : spec.at("egress").elements()) {
      rule.at("ports").elements().forEach(NetworkValidation::policyPort);
      rule.at("to").elements().forEach(NetworkValidation::peer);
    }
    Place types = spec.at("policyTypes");
    if (types.value().size() > 2) {
      types.invalid("may not specify more than two policyTypes");
      return;
    }
    types.elements().forEach(type -> type.optionallyOneOf(List.of("Egress", "Ingress")));
  }

  private static void policyPort(Place port) {
    port.at("protocol").optionallyOneOf(Checks.PROTOCOLS);
    Place number = port.at("port");
    Place end = port.at("endPort");
    if (number.isSet()) {
      Checks.portOrName(number);
      if (end.isSet()) {
        if (number.value().isString()) {
          end.invalid("may not be specified when `port` is non-numeric");
        } else if (end.number() < number.number()) {
          end.invalid("must be greater than or equal to `port`");
        }
        Checks.port(end);
      }
    } else if (end.isSet()) {
      end.invalid("may not be specified when `port` is not specified");
    }
  }

  private static void peer(Place peer) {
    boolean selected = false;
    for (String selector : List.of("podSelector", "namespaceSelector")) {
      if (peer.at(selector).isSet()) {
        selected = true;
        Checks.labelSelector(peer.at(selector));
      }
    }
    Place block = peer.at("ipBlock");
    if (block.isSet()) {
      if (selected) {
        peer.forbidden("may not specify both ipBlock and another peer");
      }
      cidr(block.at("cidr"));
      block.at("except").elements().forEach(NetworkValidation::cidr);
    } else if (!selected) {
      peer.required("must specify a peer");
    }
  }

  private static void cidr(Place cidr) {
    if (cidr.require() && !Syntax.isCidr(cidr.text())) {
      cidr.invalid("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    }
  }

  static void endpoints(Place endpoints) {
    for (Place subset : endpoints.at("subsets").elements()) {
      if (subset.at("addresses").isEmpty() && subset.at("notReadyAddresses").isEmpty()) {
        subset.required("must specify `addresses` or `notReadyAddresses`");
      }
      for (String list : List.of("addresses", "notReadyAddresses")) {
        for (Place address : subset.at(list).elements()) {
          address.at("ip").check(Syntax::ip);
        }
      }
      boolean named = subset.at("ports").value().size() > 1;
      for (Place port : subset.at("ports").elements()) {
        if (named) {
          port.at("name").require();
        }
        if (!port.at("name").isBlank()) {
          port.at("name").check(Names::dnsLabel);
        }
        Checks.port(port.at("port"));
        port.at("protocol").oneOf(Checks.PROTOCOLS);
      }
    }
  }

  static void endpointSlice(Place slice) {
    slice.at("addressType").oneOf(ADDRESS_TYPES);
    if (slice.at("endpoints").value().size() > 1000) {
      slice.at("endpoints").tooMany(1000);
      return;
    }
    boolean names = slice.at("addressType").is("FQDN");
    for (Place endpoint : slice.at("endpoints").elements()) {
      Place addresses = endpoint.at("addresses");
      if (addresses.isEmpty()) {
        addresses.required("must contain at least 1 address");
      } else if (addresses.value().size() > 100) {
        addresses.tooMany(100);
      }
      for (Place address : addresses.elements()) {
        address.check(names ? Names::dnsSubdomain : Syntax::ip);
      }
    }
    for (Place port : slice.at("ports").elements()) {
      if (!port.at("name").isBlank()) {
        port.at("name").check(Names::dnsLabel);
      }
      port.at("protocol").oneOf(Checks.PROTOCOLS);
    }
  }

  static void endpointSliceUpdate(Place slice, KubeObject before) {
    endpointSlice(slice);
    Checks.immutable(slice.at("addressType"), before.at("addressType"));
  }
}
