package dev.gantry.oci.content;

import static dev.gantry.oci.content.ImageFixture.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.content.RemovalEvent.Deleted;
import dev.gantry.oci.content.RemovalEvent.DeletedLayer;
import dev.gantry.oci.content.RemovalEvent.Untagged;
import dev.gantry.oci.spec.ContainerDefaults;
import dev.gantry.oci.spec.Descriptor;
import dev.gantry.oci.spec.MediaType;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ImageRemoverTest {
  private static final String CONTAINER = "c0ffee".repeat(11).substring(0, 64);
  private static final String SHORT = CONTAINER.substring(0, 12);

  private final ImageFixture fixture = new ImageFixture();
  private final ImageStore images = fixture.images;

  @Test
  void lastNameTakesTheImageAndItsLayersFromTheTop() {
    var image = fixture.image(List.of("a", "bb"), "app:1");
    assertThat(remove("app:1"))
        .containsExactly(
            new Untagged(name("app:1"), image.id()),
            new Deleted(image.id()),
            new DeletedLayer(image.chain().getLast(), 2),
            new DeletedLayer(image.chain().getFirst(), 1));
    assertThat(images.all()).isEmpty();
    assertThat(fixture.reopened().all()).isEmpty();
    assertThatThrownBy(() -> remove("app:1")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void oneOfSeveralNamesIsOnlyUntagged() {
    var image = fixture.image(List.of("a"), "app:1", "app:2");
    assertThat(remove("app:1")).containsExactly(new Untagged(name("app:1"), image.id()));
    assertThat(images.resolve("app:2").id()).isEqualTo(image.id());
  }

  @Test
  void sharedLayersStay() {
    fixture.image(List.of("a"), "base");
    var app = fixture.image(List.of("a", "b"), "app");
    assertThat(remove("app"))
        .containsExactly(
            new Untagged(name("app:latest"), app.id()),
            new Deleted(app.id()),
            new DeletedLayer(app.chain().getLast(), 1));
  }

  @Test
  void layersUnderAContainerStay() {
    var app = fixture.image(List.of("a", "b"), "app");
    fixture.use(app, CONTAINER, false);
    assertThat(remove("app", true))
        .containsExactly(new Untagged(name("app:latest"), app.id()), new Deleted(app.id()));
  }

  @Test
  void digestsGoWithTheLastTagOfTheirRepository() {
    var image = fixture.image(List.of("a"), "app:1", "other/app:1");
    nameByDigest(image, "app");
    nameByDigest(image, "other/app");
    assertThat(remove("app:1")).hasSize(2).allMatch(Untagged.class::isInstance);
    assertThat(images.namesOf(image.id())).hasSize(2);
    assertThat(remove("other/app:1")).hasSize(4).element(2).isEqualTo(new Deleted(image.id()));
  }

  @Nested
  final class ById {
    @Test
    void takesAllNamesOfOneRepository() {
      var image = fixture.image(List.of("a"), "app:1");
      nameByDigest(image, "app");
      assertThat(remove(image.id().shortId()))
          .hasSize(4)
          .startsWith(new Untagged(name("app:1"), image.id()));
    }

    @Test
    void needsForceForNamesInSeveralRepositories() {
      var image = fixture.image(List.of("a"), "app:1", "app:2");
      var id = image.id().shortId();
      assertThatThrownBy(() -> remove(id))
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "conflict: unable to delete %s (must be forced) - image is referenced in multiple"
                  + " repositories",
              id);
      assertThat(images.namesOf(image.id())).hasSize(2);
      assertThat(remove(id, true))
          .startsWith(
              new Untagged(name("app:1"), image.id()),
              new Untagged(name("app:2"), image.id()),
              new Deleted(image.id()));
    }

    @Test
    void danglingImagesJustGo() {
      var image = fixture.image(List.of("a"));
      assertThat(remove(image.id().toString())).startsWith(new Deleted(image.id()));
    }
  }

  @Nested
  final class InUse {
    private final Image image = fixture.image(List.of("a"), "app:1");
    private final String id = image.id().shortId();

    @Test
    void byRunningContainerRefusesTheLastName() {
      fixture.use(image, CONTAINER, true);
      assertThatThrownBy(() -> remove("app:1"))
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "conflict: unable to remove repository reference \"app:1\" (must force) -"
                  + " container %s is using its referenced image %s",
              SHORT, id);
    }

    @Test
    void byRunningContainerKeepsTheImageEvenWhenForced() {
      fixture.use(image, CONTAINER, true);
      assertThatThrownBy(() -> remove(id, true))
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "conflict: unable to delete %s (cannot be forced) - image is being used by running"
                  + " container %s",
              id, SHORT);
      assertThat(remove("app:1", true)).containsExactly(new Untagged(name("app:1"), image.id()));
      assertThat(images.find(image.id())).isPresent();
    }

    @Test
    void byStoppedContainerNeedsForce() {
      fixture.use(image, CONTAINER, false);
      assertThatThrownBy(() -> remove(id))
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "conflict: unable to delete %s (must be forced) - image is being used by stopped"
                  + " container %s",
              id, SHORT);
      assertThat(remove(id, true)).contains(new Deleted(image.id()));
    }

    @Test
    void allowsToTakeOneOfSeveralNames() {
      fixture.use(image, CONTAINER, true);
      images.tag(name("app:2"), image.id());
      assertThat(remove("app:1")).containsExactly(new Untagged(name("app:1"), image.id()));
    }
  }

  @Nested
  final class Parents {
    private final Image parent = fixture.image(List.of("a"));
    private final Image child = child(parent, "b", "app:1");

    @Test
    void withChildrenCannotBeRemoved() {
      var id = parent.id().shortId();
      assertThatThrownBy(() -> remove(id, true))
          .isInstanceOf(ConflictException.class)
          .hasMessage(
              "conflict: unable to delete %s (cannot be forced) - image has dependent child"
                  + " images",
              id);
    }

    @Test
    void goWithTheirLastChild() {
      assertThat(remove("app:1")).contains(new Deleted(child.id()), new Deleted(parent.id()));
      assertThat(images.all()).isEmpty();
    }

    @Test
    void stayWhenAsked() {
      fixture.remover.remove("app:1", false, false);
      assertThat(images.all()).containsExactly(parent);
    }

    @Test
    void stayWithAnotherChildANameOrAContainer() {
      child(parent, "c", "sister");
      remove("app:1");
      assertThat(images.find(parent.id())).isPresent();
      images.tag(name("named:1"), parent.id());
      remove("sister");
      assertThat(images.find(parent.id())).isPresent();
    }
  }

  @Nested
  final class Pruning {
    private final Image tagged = fixture.image(List.of("tagged"), "tagged:1");
    private final Image dangling = fixture.image(List.of("dangling"));
    private final Image used = fixture.image(List.of("used"));

    @Test
    void takesDanglingImagesThatNobodyUses() {
      fixture.use(used, CONTAINER, false);
      assertThat(prune(true)).contains(new Deleted(dangling.id()));
      assertThat(images.all()).containsExactlyInAnyOrder(images.get(tagged.id()), used);
    }

    @Test
    void takesAllUnusedImagesWhenAsked() {
      fixture.use(used, CONTAINER, true);
      assertThat(prune(false))
          .contains(
              new Untagged(name("tagged:1"), tagged.id()),
              new Deleted(tagged.id()),
              new Deleted(dangling.id()));
      assertThat(images.all()).containsExactly(used);
    }

    @Test
    void leavesParentsOfTaggedImages() {
      child(dangling, "x", "app");
      prune(true);
      assertThat(images.find(dangling.id())).isPresent();
    }

    @Test
    void honoursAge() {
      var query =
          new PruneQuery(
              true, Optional.of(ImageFixture.NOW.minus(Duration.ofHours(1))), List.of(), List.of());
      assertThat(fixture.remover.prune(query)).isEmpty();
    }

    @Test
    void honoursLabels() {
      var labelled =
          fixture.image(
              ImageFixture.NOW,
              ContainerDefaults.builder().labels(Map.of("keep", "yes", "stage", "x")).build(),
              Optional.empty(),
              List.of("labelled"));
      var stage = List.of(LabelFilter.parse("stage"));
      var keep = List.of(LabelFilter.parse("keep=yes"));
      assertThat(fixture.remover.prune(new PruneQuery(true, Optional.empty(), stage, keep)))
          .isEmpty();
      assertThat(fixture.remover.prune(new PruneQuery(true, Optional.empty(), stage, List.of())))
          .contains(new Deleted(labelled.id()));
      assertThat(images.find(dangling.id())).isPresent();
    }

    private List<RemovalEvent> prune(boolean danglingOnly) {
      return fixture.remover.prune(
          new PruneQuery(danglingOnly, Optional.empty(), List.of(), List.of()));
    }
  }

  private Image child(Image parent, String file, String... names) {
    return fixture.image(
        ImageFixture.NOW, ContainerDefaults.NONE, Optional.of(parent), List.of(file), names);
  }

  private void nameByDigest(Image image, String repository) {
    byte[] manifest = repository.getBytes(StandardCharsets.UTF_8);
    try (var lease = fixture.leases.open("test")) {
      fixture.content.write(lease, manifest);
    }
    images.nameByDigest(
        name(repository), Descriptor.of(MediaType.OCI_MANIFEST, manifest), image.id());
  }

  private List<RemovalEvent> remove(String nameOrId) {
    return remove(nameOrId, false);
  }

  private List<RemovalEvent> remove(String nameOrId, boolean force) {
    return fixture.remover.remove(nameOrId, force, true);
  }
}
