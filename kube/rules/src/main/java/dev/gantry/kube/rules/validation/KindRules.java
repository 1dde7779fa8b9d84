package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.KubeObject;
import dev.gantry.kube.objects.Names;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// What is asked of the objects of one kind.
///
/// @param name the form of their names
/// @param create what holds for every new object, beyond its metadata
/// @param update what holds for a changed one
/// @param status what holds when the status changes
record KindRules(
    Function<String, List<String>> name, Consumer<Place> create, Change update, Change status) {

  /// A rule over an object and what it was before.
  interface Change {
    void check(Place now, KubeObject before);
  }

  static final KindRules ANY = of(object -> {});

  /// A kind named like most, whose objects have to pass the same test whenever they are written.
  static KindRules of(Consumer<Place> always) {
    return new KindRules(Names::dnsSubdomain, always, (now, _) -> always.accept(now), (_, _) -> {});
  }

  KindRules named(Function<String, List<String>> form) {
    return new KindRules(form, create, update, status);
  }

  KindRules onUpdate(Change rule) {
    return new KindRules(name, create, rule, status);
  }

  KindRules onStatus(Change rule) {
    return new KindRules(name, create, update, rule);
  }
}
