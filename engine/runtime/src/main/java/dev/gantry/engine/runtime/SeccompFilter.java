package dev.gantry.engine.runtime;

import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The system call filter of one task, ready to be put into its `config.json`.
sealed interface SeccompFilter {
  void addTo(ObjectNode config);

  record None() implements SeccompFilter {
    @Override
    public void addTo(ObjectNode config) {
      // No filter is what a configuration without one means.
    }
  }

  /// As rules, which the OCI runtime compiles.
  ///
  /// @param key names the rules: the same for the same rules
  record Rules(JsonNode profile, String key) implements SeccompFilter {
    @Override
    public void addTo(ObjectNode config) {
      config.withObject("linux").set("seccomp", profile);
    }
  }

  /// As the program crun once compiled from the rules, which saves it most of a start's time.
  // Bytes that are encoded once; nobody compares filters.
  @SuppressWarnings("ArrayRecordComponent")
  record Compiled(byte[] program) implements SeccompFilter {
    @Override
    public void addTo(ObjectNode config) {
      config
          .withObject("annotations")
          .put("run.oci.seccomp_bpf_data", Base64.getEncoder().encodeToString(program));
    }
  }
}
