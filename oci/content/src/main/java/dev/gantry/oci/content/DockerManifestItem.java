package dev.gantry.oci.content;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One image in `manifest.json` of docker's archive layout.
///
/// @param config where the configuration is in the archive
/// @param repoTags names with a tag, as users write them
/// @param layers where the layers are, from the base up
record DockerManifestItem(
    @JsonProperty("Config") @Nullable String config,
    @JsonProperty("RepoTags") @Nullable List<String> repoTags,
    @JsonProperty("Layers") @Nullable List<String> layers) {}
