package dev.gantry.engine.dockerapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gantry.engine.core.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What `GET /version` answers.
record VersionJson(
    PlatformName platform,
    List<Component> components,
    String version,
    String apiVersion,
    @com.fasterxml.jackson.annotation.JsonProperty("MinAPIVersion") String minApiVersion,
    String gitCommit,
    String goVersion,
    String os,
    String arch,
    String kernelVersion,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String buildTime) {

  record PlatformName(String name) {}

  record Component(String name, String version, Map<String, String> details) {}

  static VersionJson of(Engine engine, ProductInfo product) throws InterruptedException {
    var host = engine.info().host();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("ApiVersion", ApiVersion.CURRENT.toString());
    details.put("Arch", host.architecture());
    details.put("BuildTime", product.buildTime());
    details.put("Experimental", "false");
    details.put("GitCommit", product.commit());
    // Clients print this field; what it says is the truth all the same.
    details.put("GoVersion", "none (Java " + Runtime.version().feature() + ")");
    details.put("KernelVersion", host.kernel());
    details.put("MinAPIVersion", ApiVersion.MINIMUM.toString());
    details.put("Os", "linux");
    List<Component> components = new ArrayList<>();
    components.add(new Component("Engine", product.version(), details));
    new TreeMap<>(engine.info().runtime().versions())
        .forEach((name, version) -> components.add(new Component(name, version, Map.of())));
    return new VersionJson(
        new PlatformName("Gantry"),
        components,
        product.version(),
        ApiVersion.CURRENT.toString(),
        ApiVersion.MINIMUM.toString(),
        product.commit(),
        "none (Java " + Runtime.version().feature() + ")",
        "linux",
        host.architecture(),
        host.kernel(),
        product.buildTime());
  }
}
