package dev.gantry.oci.content;

import dev.gantry.oci.content.ImageUsers.ImageUser;
import dev.gantry.oci.spec.ImageId;
import dev.gantry.platform.errors.ConflictException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What forbids to remove an image, in docker's words.
final class RemovalConflicts {
  private static final int SHORT_ID = 12;

  private final ImageStore images;
  private final ImageUsers users;

  RemovalConflicts(ImageStore images, ImageUsers users) {
    this.images = images;
    this.users = users;
  }

  /// Whether names of the image stand in the way of its removal.
  enum Names {
    ALLOWED,
    FORBIDDEN
  }

  /// @param used whether a container is the reason
  record Conflict(ConflictException failure, boolean used) {}

  /// The first reason not to remove the image; when forced, only reasons that force does not beat.
  Optional<Conflict> find(ImageId id, boolean force, Names names) {
    if (!images.children(id).isEmpty()) {
      return Optional.of(conflict(id, "cannot be forced", "image has dependent child images"));
    }
    var users = this.users.usersOf(id);
    var running = users.stream().filter(ImageUser::running).findFirst();
    if (running.isPresent()) {
      return Optional.of(
          usedConflict(
              id,
              "cannot be forced",
              "image is being used by running container " + shortId(running.get())));
    }
    if (force) {
      return Optional.empty();
    }
    if (names == Names.FORBIDDEN && !images.namesOf(id).isEmpty()) {
      return Optional.of(
          conflict(id, "must be forced", "image is referenced in multiple repositories"));
    }
    return users.stream()
        .findFirst()
        .map(
            user ->
                usedConflict(
                    id,
                    "must be forced",
                    "image is being used by stopped container " + shortId(user)));
  }

  /// Refuses to take the last name from an image that a container uses: it would become dangling.
  void refuseLastNameOfUsed(ImageId id, String asTyped) {
    users.usersOf(id).stream()
        .findFirst()
        .ifPresent(
            user -> {
              throw new ConflictException(
                  "conflict: unable to remove repository reference \"%s\" (must force) - container"
                          .formatted(asTyped)
                      + " %s is using its referenced image %s"
                          .formatted(shortId(user), id.shortId()));
            });
  }

  /// Whether there are names, all of one repository, with at most one tag among them.
  static boolean inOneRepository(List<NamedImage> names) {
    if (names.isEmpty()) {
      return false;
    }
    var repositories = new HashSet<String>();
    names.forEach(named -> repositories.add(named.name().name()));
    long tags = names.stream().filter(named -> named.name().tag().isPresent()).count();
    return repositories.size() == 1 && tags <= 1;
  }

  private static Conflict conflict(ImageId id, String remedy, String reason) {
    return new Conflict(failure(id, remedy, reason), false);
  }

  private static Conflict usedConflict(ImageId id, String remedy, String reason) {
    return new Conflict(failure(id, remedy, reason), true);
  }

  private static ConflictException failure(ImageId id, String remedy, String reason) {
    return new ConflictException(
        "conflict: unable to delete %s (%s) - %s".formatted(id.shortId(), remedy, reason));
  }

  private static String shortId(ImageUser user) {
    var id = user.containerId();
    return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
  }
}
