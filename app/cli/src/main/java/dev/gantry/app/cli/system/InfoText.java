package dev.gantry.app.cli.system;

import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.format.Units;
import java.util.ArrayList;
import java.util.List;

/// The answer of `GET /info` in the lines of `docker info`.
final class InfoText {
  private final JsonObject info;
  private final StringBuilder out = new StringBuilder();

  private InfoText(JsonObject info) {
    this.info = info;
  }

  static String of(JsonObject info) {
    InfoText text = new InfoText(info);
    text.objects();
    text.plugins();
    text.runtimes();
    text.security();
    text.machine();
    text.settings();
    return text.out.append('\n').toString();
  }

  private void line(String label, Object value) {
    out.append(' ').append(label).append(": ").append(value).append('\n');
  }

  private void unlessEmpty(String label, String value) {
    if (!value.isEmpty()) {
      line(label, value);
    }
  }

  private void objects() {
    line("Containers", info.integer("Containers"));
    line(" Running", info.integer("ContainersRunning"));
    line(" Paused", info.integer("ContainersPaused"));
    line(" Stopped", info.integer("ContainersStopped"));
    line("Images", info.integer("Images"));
    unlessEmpty("Server Version", info.string("ServerVersion"));
    line("Storage Driver", info.string("Driver"));
    pairs("DriverStatus");
    pairs("SystemStatus");
    unlessEmpty("Logging Driver", info.string("LoggingDriver"));
    unlessEmpty("Cgroup Driver", info.string("CgroupDriver"));
    unlessEmpty("Cgroup Version", info.string("CgroupVersion"));
  }

  private void pairs(String field) {
    for (Object pair : info.array(field)) {
      if (pair instanceof List<?> list && list.size() == 2) {
        line(" " + list.getFirst(), list.getLast());
      }
    }
  }

  private void plugins() {
    JsonObject plugins = info.object("Plugins");
    out.append(" Plugins:\n");
    line(" Volume", String.join(" ", plugins.strings("Volume")));
    line(" Network", String.join(" ", plugins.strings("Network")));
    if (!plugins.strings("Authorization").isEmpty()) {
      line(" Authorization", String.join(" ", plugins.strings("Authorization")));
    }
    line(" Log", String.join(" ", plugins.strings("Log")));
    line("Swarm", info.object("Swarm").string("LocalNodeState"));
  }

  private void runtimes() {
    JsonObject runtimes = info.object("Runtimes");
    if (runtimes.fields().isEmpty()) {
      return;
    }
    List<String> names = runtimes.fields().keySet().stream().sorted().toList();
    line("Runtimes", String.join(" ", names));
    line("Default Runtime", info.string("DefaultRuntime"));
    line("Init Binary", info.string("InitBinary"));
    commit("containerd version", "ContainerdCommit");
    commit("runc version", "RuncCommit");
    commit("init version", "InitCommit");
  }

  private void commit(String label, String field) {
    line(label, info.object(field).string("ID"));
  }

  private void security() {
    List<String> options = info.strings("SecurityOptions");
    if (options.isEmpty()) {
      return;
    }
    out.append(" Security Options:\n");
    for (String option : options) {
      for (String part : option.split(",", -1)) {
        int equals = part.indexOf('=');
        String key = equals < 0 ? "" : part.substring(0, equals);
        String value = part.substring(equals + 1);
        if (key.equals("name") || key.isEmpty()) {
          out.append("  ").append(value).append('\n');
        } else {
          out.append("   ").append(Character.toUpperCase(key.charAt(0))).append(key.substring(1));
          out.append(": ").append(value).append('\n');
        }
      }
    }
  }

  private void machine() {
    unlessEmpty("Kernel Version", info.string("KernelVersion"));
    unlessEmpty("Operating System", info.string("OperatingSystem"));
    unlessEmpty("OSType", info.string("OSType"));
    unlessEmpty("Architecture", info.string("Architecture"));
    line("CPUs", info.integer("NCPU"));
    line("Total Memory", Units.binarySize(info.decimal("MemTotal")));
    unlessEmpty("Name", info.string("Name"));
    unlessEmpty("ID", info.string("ID"));
    line("Docker Root Dir", info.string("DockerRootDir"));
    line("Debug Mode", info.bool("Debug"));
    unlessEmpty("HTTP Proxy", info.string("HttpProxy"));
    unlessEmpty("HTTPS Proxy", info.string("HttpsProxy"));
    unlessEmpty("No Proxy", info.string("NoProxy"));
  }

  private void settings() {
    List<String> labels = info.strings("Labels");
    if (!labels.isEmpty()) {
      out.append(" Labels:\n");
      labels.forEach(label -> out.append("  ").append(label).append('\n'));
    }
    line("Experimental", info.bool("ExperimentalBuild"));
    registries();
    line("Live Restore Enabled", info.bool("LiveRestoreEnabled"));
    unlessEmpty("Product License", info.string("ProductLicense"));
    pools();
    unlessEmpty("Firewall Backend", info.object("FirewallBackend").string("Driver"));
  }

  private void registries() {
    JsonObject registries = info.object("RegistryConfig");
    List<String> insecure = new ArrayList<>();
    registries
        .object("IndexConfigs")
        .fields()
        .forEach(
            (name, index) -> {
              if (index instanceof JsonObject object
                  && object.has("Secure")
                  && !object.bool("Secure")) {
                insecure.add(name);
              }
            });
    insecure.addAll(registries.strings("InsecureRegistryCIDRs"));
    if (!insecure.isEmpty()) {
      out.append(" Insecure Registries:\n");
      insecure.forEach(name -> out.append("  ").append(name).append('\n'));
    }
    List<String> mirrors = registries.strings("Mirrors");
    if (!mirrors.isEmpty()) {
      out.append(" Registry Mirrors:\n");
      mirrors.forEach(mirror -> out.append("  ").append(mirror).append('\n'));
    }
  }

  private void pools() {
    List<JsonObject> pools = info.objects("DefaultAddressPools");
    if (!pools.isEmpty()) {
      out.append(" Default Address Pools:\n");
      for (JsonObject pool : pools) {
        out.append("   Base: ").append(pool.string("Base"));
        out.append(", Size: ").append(pool.integer("Size")).append('\n');
      }
    }
  }
}
