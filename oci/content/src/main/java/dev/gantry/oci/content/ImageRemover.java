package dev.gantry.oci.content;

import dev.gantry.oci.content.RemovalEvent.Deleted;
import dev.gantry.oci.content.RemovalEvent.DeletedLayer;
import dev.gantry.oci.content.RemovalEvent.Untagged;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.oci.spec.ImageReference;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Removes names and images by the rules of `docker rmi`.
///
/// Given a name, the name is taken away, and the image goes with the last one. Given an id, the
/// image goes with all of its names if these are in one repository. Child images and running
/// containers forbid it always; stopped containers and names in several repositories forbid it
/// unless forced. Parents that nothing needs any more go too. The bytes are left to the
/// [GarbageCollector], which the caller runs.
public final class ImageRemover {
  private final ImageStore images;
  private final RemovalConflicts conflicts;
  private final LayerNeeds layerNeeds;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  /// @param users tells which containers were made from an image
  /// @param layers the snapshots there are
  /// @param others what else keeps layers in use, such as containers
  public ImageRemover(
      ImageStore images, ImageUsers users, LayerCatalog layers, List<ContentRoots> others) {
    this.images = images;
    this.conflicts = new RemovalConflicts(images, users);
    this.layerNeeds = new LayerNeeds(images, layers, others);
  }

  /// Removes what `nameOrId` means, and returns what that did, in order.
  ///
  /// @param pruneParents whether dangling parents that nobody uses go as well
  /// @throws NotFoundException when there is no such image
  /// @throws ConflictException in docker's words, when the rules forbid it
  public List<RemovalEvent> remove(String nameOrId, boolean force, boolean pruneParents) {
    oneAtATime.lock();
    try {
      var events = new ArrayList<RemovalEvent>();
      var image = images.resolve(nameOrId);
      if (meansId(image.id(), nameOrId)) {
        removeById(image, force, pruneParents, events);
      } else {
        removeByName(image, nameOrId, force, pruneParents, events);
      }
      return List.copyOf(events);
    } finally {
      oneAtATime.unlock();
    }
  }

  /// Removes the images that match, with all of their names, except those in use.
  public List<RemovalEvent> prune(PruneQuery query) {
    var events = new ArrayList<RemovalEvent>();
    for (var image : images.all()) {
      if (query.matches(images, image)) {
        var names = images.namesOf(image.id());
        if (names.isEmpty()) {
          events.addAll(removeUnlessUsed(image.id().toString()));
        }
        for (var named : names) {
          events.addAll(removeUnlessUsed(named.name().toString()));
        }
      }
    }
    return List.copyOf(events);
  }

  private List<RemovalEvent> removeUnlessUsed(String nameOrId) {
    try {
      return remove(nameOrId, false, true);
    } catch (ConflictException | NotFoundException inUseOrGoneWithAnother) {
      return List.of();
    }
  }

  private static boolean meansId(ImageId id, String text) {
    return id.toString().startsWith(text) || id.digest().hex().startsWith(text);
  }

  private void removeByName(
      Image image, String asTyped, boolean force, boolean pruneParents, List<RemovalEvent> events) {
    if (!force && RemovalConflicts.inOneRepository(images.namesOf(image.id()))) {
      conflicts.refuseLastNameOfUsed(image.id(), asTyped);
    }
    var name = ImageStore.stored(ImageReference.parse(asTyped));
    untag(name, image.id(), events);
    if (name.digest().isEmpty()) {
      untagDigestsOfUntaggedRepository(image.id(), name, events);
    }
    if (images.namesOf(image.id()).isEmpty()) {
      delete(image.id(), force, pruneParents, true, events);
    }
  }

  /// When the last tag of a repository goes, the digests by which the image was pulled from there
  /// go with it.
  private void untagDigestsOfUntaggedRepository(
      ImageId id, ImageReference removed, List<RemovalEvent> events) {
    var inRepository =
        images.namesOf(id).stream().map(NamedImage::name).filter(removed::sameRepository).toList();
    if (inRepository.stream().allMatch(name -> name.digest().isPresent())) {
      inRepository.forEach(name -> untag(name, id, events));
    }
  }

  private void removeById(
      Image image, boolean force, boolean pruneParents, List<RemovalEvent> events) {
    if (RemovalConflicts.inOneRepository(images.namesOf(image.id()))) {
      var conflict = conflicts.find(image.id(), force, RemovalConflicts.Names.ALLOWED);
      if (conflict.isPresent()) {
        throw conflict.get().failure();
      }
      untagAll(image.id(), events);
    }
    delete(image.id(), force, pruneParents, false, events);
  }

  /// @param quiet whether a conflict may just keep the image, since a name was removed already
  private void delete(
      ImageId id, boolean force, boolean pruneParents, boolean quiet, List<RemovalEvent> events) {
    var conflict = conflicts.find(id, force, RemovalConflicts.Names.FORBIDDEN);
    if (conflict.isPresent()) {
      if (quiet && (conflict.get().used() || !isDangling(id))) {
        return;
      }
      throw conflict.get().failure();
    }
    var image = images.get(id);
    untagAll(id, events);
    images.delete(id);
    events.add(new Deleted(id));
    for (var layer : layerNeeds.unneeded(image)) {
      events.add(new DeletedLayer(layer.chain(), layer.size()));
    }
    if (pruneParents) {
      image
          .parent()
          .flatMap(images::find)
          .ifPresent(parent -> delete(parent.id(), false, true, true, events));
    }
  }

  private boolean isDangling(ImageId id) {
    return images.namesOf(id).isEmpty() && images.children(id).isEmpty();
  }

  private void untagAll(ImageId id, List<RemovalEvent> events) {
    images.namesOf(id).forEach(named -> untag(named.name(), id, events));
  }

  private void untag(ImageReference name, ImageId id, List<RemovalEvent> events) {
    if (images.untag(name)) {
      events.add(new Untagged(name, id));
    }
  }
}
