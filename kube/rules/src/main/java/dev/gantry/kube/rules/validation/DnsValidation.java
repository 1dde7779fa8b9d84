package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Names;
import java.util.List;

/// How a pod resolves names.
final class DnsValidation {
  static final List<String> POLICIES =
      List.of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None");

  private static final int SEARCHES = 32;
  private static final int SEARCH_LETTERS = 2048;

  private DnsValidation() {}

  static void config(Place config, boolean alone) {
    Place servers = config.at("nameservers");
    if (alone) {
      if (!config.isSet()) {
        config.required("must provide `dnsConfig` when `dnsPolicy` is None");
        return;
      }
      if (servers.isEmpty()) {
        servers.required("must provide at least one DNS nameserver when `dnsPolicy` is None");
      }
    }
    if (servers.value().size() > 3) {
      servers.invalid("must not have more than 3 nameservers");
    }
    servers.elements().forEach(server -> server.check(Syntax::ip));
    searches(config.at("searches"));
    for (Place option : config.at("options").elements()) {
      if (option.at("name").isBlank()) {
        option.required("must not be empty");
      }
    }
  }

  private static void searches(Place searches) {
    if (searches.value().size() > SEARCHES) {
      searches.invalid("must not have more than " + SEARCHES + " search paths");
    }
    int letters = 0;
    for (Place search : searches.elements()) {
      letters += search.text().length() + 1;
      String name = search.text();
      if (!name.equals(".")) {
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        search.check(bare.replace('_', '-').replaceAll("^-", "x"), Names::dnsSubdomain);
      }
    }
    if (letters > SEARCH_LETTERS + 1) {
      searches.invalid(
          "must not have more than "
              + SEARCH_LETTERS
              + " characters (including spaces) in the"
              + " search list");
    }
  }

  static void hostAliases(Place aliases) {
    for (Place alias : aliases.elements()) {
      alias.at("ip").check(Syntax::ip);
      for (Place name : alias.at("hostnames").elements()) {
        alias.at("hostnames").check(name.text(), Names::dnsSubdomain);
      }
    }
  }
}
