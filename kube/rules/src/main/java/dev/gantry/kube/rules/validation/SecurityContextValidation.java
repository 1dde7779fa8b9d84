package dev.gantry.kube.rules.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Who a container runs as and what it may do.
final class SecurityContextValidation {
  private static final String SYSCTL_PART = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final String SYSCTL = "(" + SYSCTL_PART + "[\\./])*" + SYSCTL_PART;
  private static final Pattern SYSCTL_PATTERN = Pattern.compile(SYSCTL);
  private static final List<String> PROFILES = List.of("Localhost", "RuntimeDefault", "Unconfined");

  private SecurityContextValidation() {}

  static void container(Place context) {
    if (!context.isSet()) {
      return;
    }
    id(context.at("runAsUser"));
    id(context.at("runAsGroup"));
    context.at("procMount").optionallyOneOf(List.of("Default", "Unmasked"));
    Place escalation = context.at("allowPrivilegeEscalation");
    if (escalation.isSet() && !escalation.isTrue()) {
      if (context.at("privileged").isTrue()) {
        context.invalid("cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
      }
      for (Place capability : context.at("capabilities", "add").elements()) {
        if (capability.is("CAP_SYS_ADMIN")) {
          context.invalid(
              "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add`"
                  + " CAP_SYS_ADMIN");
        }
      }
    }
    profile(context.at("appArmorProfile"), "AppArmor");
    profile(context.at("seccompProfile"), "seccomp");
  }

  static void pod(Place context, Place spec) {
    if (spec.at("hostPID").isTrue() && spec.at("shareProcessNamespace").isTrue()) {
      spec.at("shareProcessNamespace")
          .invalid("ShareProcessNamespace and HostPID cannot both be enabled");
    }
    if (!context.isSet()) {
      return;
    }
    id(context.at("fsGroup"));
    id(context.at("runAsUser"));
    id(context.at("runAsGroup"));
    context.at("supplementalGroups").elements().forEach(SecurityContextValidation::id);
    sysctls(context.at("sysctls"));
    context.at("fsGroupChangePolicy").optionallyOneOf(List.of("Always", "OnRootMismatch"));
    profile(context.at("seccompProfile"), "seccomp");
    profile(context.at("appArmorProfile"), "AppArmor");
    context.at("supplementalGroupsPolicy").optionallyOneOf(List.of("Merge", "Strict"));
  }

  private static void id(Place id) {
    if (id.isSet()) {
      id.between(0, Integer.MAX_VALUE);
    }
  }

  private static void profile(Place profile, String what) {
    if (!profile.isSet()) {
      return;
    }
    Place type = profile.at("type");
    Place local = profile.at("localhostProfile");
    if (type.is("Localhost")) {
      if (local.isBlank()) {
        local.required("must be set when " + what + " type is Localhost");
      } else {
        Checks.descending(local);
      }
    } else if (local.isSet()) {
      local.invalid("can only be set when " + what + " type is Localhost");
    }
    if (type.isBlank()) {
      type.required("type is required when " + what.toLowerCase(Locale.ROOT) + "Profile is set");
    } else {
      type.optionallyOneOf(PROFILES);
    }
  }

  private static void sysctls(Place sysctls) {
    Set<String> names = new HashSet<>();
    for (Place sysctl : sysctls.elements()) {
      Place name = sysctl.at("name");
      if (!name.require()) {
        continue;
      }
      if (name.text().length() > 253 || !SYSCTL_PATTERN.matcher(name.text()).matches()) {
        name.invalid("must have at most 253 characters and match regex ^" + SYSCTL + "$");
      } else if (!names.add(name.text().replace('/', '.'))) {
        name.duplicate();
      }
    }
  }
}
