package dev.gantry.engine.dockerapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gantry.engine.core.Engine;
import dev.gantry.engine.core.Filters;
import dev.gantry.oci.content.HistoryRow;
import dev.gantry.oci.content.ImageQuery;
import dev.gantry.oci.content.ImageSummary;
import dev.gantry.oci.content.LabelFilter;
import dev.gantry.oci.content.PruneQuery;
import dev.gantry.oci.content.RemovalEvent;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.Routes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/images`: looking at images, naming and removing them.
final class ImageRoutes {
  private static final Set<String> LIST_KEYS =
      Set.of("before", "dangling", "label", "label!", "reference", "since", "until");
  private static final Set<String> PRUNE_KEYS = Set.of("dangling", "label", "label!", "until");

  private final Engine engine;

  ImageRoutes(Engine engine) {
    this.engine = engine;
  }

  void addTo(Routes.Builder routes) {
    routes
        .on("GET", "/images/json", this::list)
        .on("POST", "/images/prune", this::prune)
        .on("GET", "/images/{name:.*}/json", this::inspect)
        .on("GET", "/images/{name:.*}/history", this::history)
        .on("POST", "/images/{name:.*}/tag", this::tag)
        .on("DELETE", "/images/{name:.*}", this::remove);
  }

  static String name(Request request) {
    return request.pathParameter("name");
  }

  record SummaryJson(
      String id,
      String parentId,
      List<String> repoTags,
      List<String> repoDigests,
      long created,
      long size,
      long sharedSize,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long virtualSize,
      @Nullable Map<String, String> labels,
      long containers) {}

  private void list(Request request, Response response) throws IOException {
    var filters = Parameters.filters(request.query()).accept(LIST_KEYS);
    // Until 1.43 there was a parameter of its own for what is now the filter `reference`.
    List<String> references = new ArrayList<>(filters.get("reference"));
    if (!DockerApi.VERSION.get().atLeast(41)) {
      Parameters.text(request.query(), "filter").ifPresent(references::add);
    }
    var query =
        new ImageQuery(
            Parameters.flag(request.query(), "all"),
            filters.truth("dangling"),
            labels(filters, "label"),
            labels(filters, "label!"),
            filters.get("before"),
            filters.get("since"),
            references,
            filters.moment("until", engine.now()));
    WireJson.send(response, engine.images().list(query).stream().map(this::json).toList());
  }

  private static List<LabelFilter> labels(Filters filters, String key) {
    return filters.get(key).stream().map(LabelFilter::parse).toList();
  }

  private SummaryJson json(ImageSummary summary) {
    var image = summary.image();
    var labels = engine.images().labels(image);
    boolean old = !DockerApi.VERSION.get().atLeast(44);
    return new SummaryJson(
        image.id().toString(),
        image.parent().map(Object::toString).orElse(""),
        summary.tags().stream().map(ImageReference::familiar).toList(),
        summary.digests().stream().map(ImageReference::familiar).toList(),
        image.created().getEpochSecond(),
        image.size(),
        -1,
        old ? image.size() : null,
        labels.isEmpty() ? null : labels,
        -1);
  }

  private void inspect(Request request, Response response) throws IOException {
    WireJson.send(response, ImageJson.of(engine.images().inspect(name(request))));
  }

  record HistoryJson(
      String id,
      long created,
      String createdBy,
      @Nullable List<String> tags,
      long size,
      String comment) {}

  private void history(Request request, Response response) throws IOException {
    WireJson.send(
        response, engine.images().history(name(request)).stream().map(ImageRoutes::json).toList());
  }

  private static HistoryJson json(HistoryRow row) {
    return new HistoryJson(
        row.id().map(Object::toString).orElse("<missing>"),
        row.created().map(Instant::getEpochSecond).orElse(0L),
        row.createdBy(),
        row.tags().isEmpty() ? null : row.tags().stream().map(ImageReference::familiar).toList(),
        row.size(),
        row.comment());
  }

  private void tag(Request request, Response response) throws IOException {
    var query = request.query();
    var repository = ImageReference.parse(query.first("repo").orElse(""));
    var tag = Parameters.text(query, "tag");
    engine.images().tag(name(request), tag.map(repository::withTag).orElse(repository));
    response.status(201).header("Content-Length", "0").send();
  }

  private void remove(Request request, Response response) throws IOException {
    var query = request.query();
    var removed =
        engine
            .images()
            .remove(
                name(request), Parameters.flag(query, "force"), !Parameters.flag(query, "noprune"));
    WireJson.send(response, json(removed));
  }

  private static List<Map<String, String>> json(List<RemovalEvent> events) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (RemovalEvent event : events) {
      switch (event) {
        case RemovalEvent.Untagged(var name, _) -> rows.add(Map.of("Untagged", name.familiar()));
        case RemovalEvent.Deleted(var image) -> rows.add(Map.of("Deleted", image.toString()));
        case RemovalEvent.DeletedLayer(var chain, _) ->
            rows.add(Map.of("Deleted", chain.toString()));
      }
    }
    return rows;
  }

  private void prune(Request request, Response response) throws IOException {
    var filters = Parameters.filters(request.query()).accept(PRUNE_KEYS);
    var pruned =
        engine
            .images()
            .prune(
                new PruneQuery(
                    filters.truth("dangling").orElse(true),
                    filters.moment("until", engine.now()),
                    labels(filters, "label"),
                    labels(filters, "label!")));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ImagesDeleted", pruned.events().isEmpty() ? null : json(pruned.events()));
    answer.put("SpaceReclaimed", pruned.bytes());
    WireJson.send(response, answer);
  }

  /// What `GET /images/{name}/json` answers.
  record ImageJson(
      String id,
      List<String> repoTags,
      List<String> repoDigests,
      String parent,
      String comment,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String created,
      String dockerVersion,
      String author,
      ImageConfigJson config,
      String architecture,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String variant,
      String os,
      long size,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long virtualSize,
      ContainerJson.GraphDriver graphDriver,
      @JsonProperty("RootFS") RootFsJson rootFs,
      Map<String, String> metadata) {
    static ImageJson of(dev.gantry.engine.core.HostedImages.Details details) {
      var config = details.config();
      boolean old = !DockerApi.VERSION.get().atLeast(44);
      return new ImageJson(
          details.image().id().toString(),
          details.repoTags(),
          details.repoDigests(),
          details.image().parent().map(Object::toString).orElse(""),
          config.comment(),
          config.created().map(Times::format).orElse(null),
          "",
          config.author(),
          ImageConfigJson.of(config.defaults()),
          config.platform().architecture(),
          config.platform().variant().orElse(""),
          config.platform().os(),
          details.image().size(),
          old ? details.image().size() : null,
          new ContainerJson.GraphDriver(null, "overlay2"),
          new RootFsJson("layers", config.diffIds().stream().map(Object::toString).toList()),
          Map.of(
              "LastTagTime", details.image().lastTagged().map(Times::format).orElse(Times.ZERO)));
    }
  }

  record RootFsJson(String type, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> layers) {}
}
